package io.winnow.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.demo.sample.LabelledImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SamplePoolTest {
  private static LabelledImages images;

  @BeforeAll
  static void load() throws IOException {
    images = FashionSample.load().train();
  }

  @Test
  void shouldPartTheImagesWhenTheSeedSetIsDrawn() {
    SamplePool pool = new SamplePool(images, 200, 1);

    assertThat(pool.labelledIds()).hasSize(200).doesNotHaveDuplicates();
    assertThat(pool.unlabelledIds()).hasSize(5_800).doesNotContainAnyElementsOf(pool.labelledIds());
    assertThat(pool.unlabelledImages().count()).isEqualTo(5_800);
    assertThat(pool.labelledImages().count()).isEqualTo(200);
    assertThat(new SamplePool(images, 200, 1).labelledIds()).isEqualTo(pool.labelledIds());
    assertThat(new SamplePool(images, 200, 2).labelledIds()).isNotEqualTo(pool.labelledIds());
  }

  @Test
  void shouldMoveTheImageWhenTheOracleIsAsked() {
    SamplePool pool = new SamplePool(images, 200, 1);
    String imageId = pool.unlabelledIds().get(7);
    byte[] pixels = pool.unlabelledImages().image(7);

    String label = pool.label(imageId);

    LabelledImages labelled = pool.labelledImages();
    assertThat(pool.unlabelledIds()).doesNotContain(imageId);
    assertThat(labelled.images().image(200)).isEqualTo(pixels);
    assertThat(FashionSample.CLASSES.get(labelled.labels().label(200)))
        .isEqualTo(label)
        .isEqualTo(pool.labelOf(imageId));
  }

  @Test
  void shouldRefuseWhenTheOracleIsAskedTwice() {
    SamplePool pool = new SamplePool(images, 200, 1);
    String imageId = pool.labelledIds().get(0);

    assertThatThrownBy(() -> pool.label(imageId))
        .isInstanceOf(CommandException.class)
        .hasMessage("image " + imageId + " was selected although it is labelled");
  }

  @Test
  void shouldRefuseWhenAnImageIsNotOfThePool() {
    SamplePool pool = new SamplePool(images, 200, 1);

    for (String imageId : List.of("fashion-06000", "cat-1", "fashion-1")) {
      assertThatThrownBy(() -> pool.label(imageId))
          .isInstanceOf(CommandException.class)
          .hasMessage("image " + imageId + " is none of the demo's");
    }
  }

  @Test
  void shouldStartFromTheSeedSetWhenPickingAtRandom() {
    SamplePool pool = new SamplePool(images, 200, 1);
    LabelledImages random = pool.randomlyLabelled(350);

    assertThat(random.count()).isEqualTo(350);
    for (int i = 0; i < 200; i++) {
      assertThat(random.images().image(i)).isEqualTo(pool.labelledImages().images().image(i));
    }
  }

  @Test
  void shouldLoseNothingWhenAPictureIsEncoded() throws IOException {
    SamplePool pool = new SamplePool(images, 200, 1);
    byte[] decoded =
        (byte[])
            ImageIO.read(new ByteArrayInputStream(pool.png("fashion-00042")))
                .getRaster()
                .getDataElements(0, 0, 28, 28, null);

    assertThat(decoded).isEqualTo(images.images().image(42));
  }
}
