package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.backbone.InputShape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerturbationTest {

  private static final InputShape ROW = new InputShape(1, 4, 1);

  private final Perturbation perturbation = new Perturbation(ROW, TestEncoders.GRAY);

  @Test
  void shouldShiftByAPixelAndRepeatTheEdge() {
    assertThat(perturbation.copy(new float[] {1, 2, 3, 4}, 0, new Random(1)))
        .isIn(new float[] {2, 3, 4, 4}, new float[] {1, 1, 2, 3});
  }

  @Test
  void shouldMirrorEveryRow() {
    assertThat(perturbation.copy(new float[] {1, 2, 3, 4}, 2, new Random(1)))
        .containsExactly(4, 3, 2, 1);
  }

  @Test
  void shouldKeepPixelsInRangeUnderBrightnessAndNoise() {
    float[] pixels = {0, 255, 128, 64};
    for (int kind = 3; kind < 5; kind++) {
      float[] copy = perturbation.copy(pixels, kind, new Random(5));

      assertThat(copy).isNotEqualTo(pixels);
      for (float value : copy) {
        assertThat(value).isBetween(0f, 255f);
      }
    }
  }

  @Test
  void shouldGiveTheSameCopyForTheSameSeed() {
    for (int kind = 0; kind < 5; kind++) {
      assertThat(perturbation.copy(new float[] {9, 8, 1, 7}, kind, new Random(3)))
          .isEqualTo(perturbation.copy(new float[] {9, 8, 1, 7}, kind, new Random(3)));
    }
  }
}
