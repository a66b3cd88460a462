package io.winnow.cli.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.image.IdxImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleExtractorTest {
  @TempDir Path directory;

  @Test
  void shouldDrawEquallyManyOfEachClassWhenThereAreEnough() throws IOException {
    writeDataSet(6);

    SampleExtractor.extract(directory, directory.resolve("out"), 1, 4, 2);

    LabelledImages train = SampleFiles.TRAIN.read(directory.resolve("out"));
    LabelledImages test = SampleFiles.TEST.read(directory.resolve("out"));
    assertThat(train.count()).isEqualTo(40);
    assertThat(test.count()).isEqualTo(20);
    assertThat(FashionSampleTest.perClass(train)).containsOnly(4);
    assertThat(FashionSampleTest.perClass(test)).containsOnly(2);
    for (int i = 0; i < train.count(); i++) {
      assertThat((int) train.images().image(i)[0]).isEqualTo(train.labels().label(i));
    }
  }

  @Test
  void shouldDrawTheSameWhenTheSeedIsTheSame() throws IOException {
    writeDataSet(20);

    SampleExtractor.extract(directory, directory.resolve("a"), 7, 4, 2);
    SampleExtractor.extract(directory, directory.resolve("b"), 7, 4, 2);
    SampleExtractor.extract(directory, directory.resolve("c"), 8, 4, 2);

    assertThat(train("a")).isEqualTo(train("b")).isNotEqualTo(train("c"));
  }

  @Test
  void shouldRefuseWhenAClassHasTooFewDifferentPictures() throws IOException {
    writeDataSet(3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleExtractor.extract(directory, directory.resolve("out"), 1, 4, 2))
        .withMessage("class 0 (T-shirt/top) lacks 1 of 4 pictures");
  }

  @Test
  void shouldSayWhatIsWrongWhenAFileIsNotIdxImages() {
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 0};

    assertThatThrownBy(() -> IdxImages.read(new ByteArrayInputStream(labels)))
        .isInstanceOf(IOException.class)
        .hasMessage("not a file of IDX images: magic number 0x00000801, expected 0x00000803");
  }

  @Test
  void shouldSayWhatIsMissingWhenAFileEndsEarly() throws IOException {
    byte[] whole = images(2, 0);
    byte[] cut = Arrays.copyOf(whole, whole.length - 1);

    assertThatThrownBy(() -> IdxImages.read(new ByteArrayInputStream(cut)))
        .isInstanceOf(EOFException.class)
        .hasMessage("IDX images end early: 3 of 4 pixels");
  }

  private byte[] train(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SampleFiles.TRAIN.read(directory.resolve(name)).images().write(bytes);
    return bytes.toByteArray();
  }

  /** Pictures of two pixels, class and number; every picture of the training half twice. */
  private void writeDataSet(int perClass) throws IOException {
    int count = perClass * 10;
    SampleFiles.TRAIN.write(directory, items(2 * count, 0, count));
    SampleFiles.TEST.write(directory, items(count, 100, count));
  }

  private static LabelledImages items(int count, int offset, int different) throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    DataOutputStream images = new DataOutputStream(pixels);
    ByteArrayOutputStream classes = new ByteArrayOutputStream();
    DataOutputStream labels = new DataOutputStream(classes);
    images.write(header(0x803, count, 1, 2));
    labels.write(header(0x801, count));
    for (int i = 0; i < count; i++) {
      int number = i % different;
      images.write(number % 10);
      images.write(offset + number / 10);
      labels.write(number % 10);
    }
    return new LabelledImages(
        IdxImages.read(new ByteArrayInputStream(pixels.toByteArray())),
        IdxLabels.read(new ByteArrayInputStream(classes.toByteArray())));
  }

  private static byte[] images(int count, int offset) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    items(count, offset, count).images().write(bytes);
    return bytes.toByteArray();
  }

  private static byte[] header(int... words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int word : words) {
      out.writeInt(word);
    }
    return bytes.toByteArray();
  }
}
