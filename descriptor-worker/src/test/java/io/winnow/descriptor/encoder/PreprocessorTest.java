package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import io.winnow.descriptor.image.DecodedImage;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PreprocessorTest {

  private static final Offset<Float> TOLERANCE = Offset.offset(1e-3f);

  @Test
  void shouldKeepPixelsWhenTheSizeIsTheSame() {
    byte[] rgb = {10, 20, 30, 40, 50, 60, 70, 80, 90, (byte) 200, (byte) 210, (byte) 220};
    Preprocessing bgr =
        new Preprocessing(ChannelOrder.BGR, 1, List.of(1.0, 2.0, 3.0), List.of(1.0, 2.0, 1.0));

    float[] pixels =
        new Preprocessor(new InputShape(2, 2, 3), bgr).prepare(new DecodedImage(2, 2, rgb));

    assertThat(pixels).containsExactly(29, 9, 7, 59, 24, 37, 89, 39, 67, 219, 104, 197);
  }

  @Test
  void shouldWeighColoursByLuma() {
    byte[] red = {(byte) 255, 0, 0};

    assertThat(gray(1, 1, new DecodedImage(1, 1, red))).containsExactly(76.245f);
  }

  @Test
  void shouldKeepOneColourAtEverySize() {
    byte[] rgb = new byte[3 * 7 * 5];
    Arrays.fill(rgb, (byte) 200);
    DecodedImage image = new DecodedImage(7, 5, rgb);

    for (int side : new int[] {1, 3, 5, 16, 32}) {
      for (float value : gray(side, side + 1, image)) {
        assertThat(value).isCloseTo(200, TOLERANCE);
      }
    }
  }

  @Test
  void shouldWeighEverySourcePixelWhenShrinking() {
    byte[] rgb = new byte[3 * 64];
    Arrays.fill(rgb, 3 * 20, 3 * 21, (byte) 255);

    float[] shrunk = gray(1, 4, new DecodedImage(64, 1, rgb));

    assertThat(shrunk[1]).isGreaterThan(5);
    assertThat(shrunk[3]).isZero();
  }

  @Test
  void shouldInterpolateLinearlyWhenGrowing() {
    byte[] rgb = {0, 0, 0, 100, 100, 100};

    assertThat(gray(1, 4, new DecodedImage(2, 1, rgb)))
        .containsExactly(new float[] {0, 25, 75, 100}, TOLERANCE);
  }

  @Test
  void shouldTakeExtremeShapes() {
    byte[] rgb = new byte[3 * 65_500 * 2];
    Arrays.fill(rgb, (byte) 9);

    assertThat(gray(32, 32, new DecodedImage(65_500, 2, rgb))).hasSize(1024).doesNotContain(0f);
    assertThat(gray(32, 32, new DecodedImage(1, 1, new byte[] {9, 9, 9}))).containsOnly(9f);
  }

  private static float[] gray(int height, int width, DecodedImage image) {
    return new Preprocessor(new InputShape(height, width, 1), TestEncoders.GRAY).prepare(image);
  }
}
