package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisguiseTest {

  @ParameterizedTest
  @EnumSource(Disguise.class)
  void shouldGiveAnotherPictureTheSameOneForTheSameSeed(Disguise disguise) {
    DecodedImage picture = gradient(40, 30);
    DecodedImage disguised = disguise.of(picture, new SplittableRandom(1));

    assertThat(disguised.rgb()).isNotEqualTo(picture.rgb());
    assertThat(disguise.of(picture, new SplittableRandom(1)).rgb()).isEqualTo(disguised.rgb());
  }

  @Test
  void shouldMirror() {
    DecodedImage flipped = Disguise.FLIP.of(gradient(40, 30), new SplittableRandom(1));

    assertThat(flipped.rgb()[0] & 0xff).isEqualTo(39 * 5);
    assertThat(flipped.rgb()[3 * 39] & 0xff).isZero();
  }

  @Test
  void shouldLeaveNoEmptyCornerWhenTurned() {
    DecodedImage white = new DecodedImage(40, 30, filled(3 * 40 * 30));

    for (int seed = 0; seed < 20; seed++) {
      assertThat(Disguise.ROTATION.of(white, new SplittableRandom(seed)).rgb())
          .containsOnly((byte) 0xff);
    }
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static DecodedImage gradient(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        rgb[at] = (byte) (x * 5);
        rgb[at + 1] = (byte) (y * 7);
        rgb[at + 2] = (byte) (x + y);
      }
    }
    return new DecodedImage(width, height, rgb);
  }
}
