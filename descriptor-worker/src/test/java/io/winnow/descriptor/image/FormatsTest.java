package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebP and TIFF as other programs write them, against the PNG of the same picture. */
class FormatsTest {

  private final ImageDecoder decoder = new ImageDecoder(1_000_000);

  @ParameterizedTest
  @CsvSource({
    "lossless.webp, 0",
    "lossy.webp, 4",
    "animated.webp, 6",
    "plain.tif, 0",
    "lzw.tif, 0",
    "zip.tif, 0",
    "rle.tif, 0",
    "sixteen.tif, 0",
    "jpeg.tif, 4",
    "palette.tif, 8"
  })
  void shouldShowThePictureWhateverTheFormat(String name, double tolerance) throws Exception {
    DecodedImage expected = decoder.decode(Pictures.read("gradient.png"));

    DecodedImage image = decoder.decode(Pictures.read(name));

    assertThat(Pictures.difference(image, expected)).isLessThanOrEqualTo(tolerance);
  }

  @ParameterizedTest
  @CsvSource({"alpha-lossless.webp, 0", "alpha-lossy.webp, 12"})
  void shouldShowWhiteWhereWebpIsTransparent(String name, int tolerance) throws Exception {
    DecodedImage opaque = decoder.decode(Pictures.read("gradient.png"));
    DecodedImage image = decoder.decode(Pictures.read(name));

    assertThat(sample(image, 40, 16, 1)).isEqualTo(255);
    assertThat(sample(image, 5, 5, 1)).isCloseTo(sample(opaque, 5, 5, 1), within(tolerance));
    assertThat(sample(image, 5, 5, 0)).isCloseTo(sample(opaque, 5, 5, 0), within(tolerance));
  }

  @Test
  void shouldKeepColoursApartWhenTiffIsCmyk() throws Exception {
    DecodedImage image = decoder.decode(Pictures.read("cmyk.tif"));

    assertThat(sample(image, 5, 5, 1)).as("green field").isGreaterThan(sample(image, 5, 5, 0) + 60);
    assertThat(sample(image, 40, 1, 0)).as("red end").isGreaterThan(sample(image, 40, 1, 2) + 60);
    assertThat(sample(image, 40, 30, 2))
        .as("blue end")
        .isGreaterThan(sample(image, 40, 30, 0) + 60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey.tif", "bilevel.tif"})
  void shouldRepeatTheSampleWhenTiffIsGrey(String name) throws Exception {
    byte[] rgb = decoder.decode(Pictures.read(name)).rgb();

    for (int i = 0; i < rgb.length; i += 3) {
      assertThat(rgb[i]).isEqualTo(rgb[i + 1]).isEqualTo(rgb[i + 2]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossy.webp", "lossless.webp", "lzw.tif", "zip.tif", "jpeg.tif"})
  void shouldRejectWhenCutInHalf(String name) {
    byte[] whole = Pictures.read(name);

    assertThatExceptionOfType(ImageRejectedException.class)
        .isThrownBy(() -> decoder.decode(Arrays.copyOf(whole, whole.length / 2)))
        .extracting(ImageRejectedException::kind)
        .isEqualTo(RejectionKind.UNDECODABLE);
  }

  /** Whatever a codec meets, the outcome is pixels or a rejection, never another exception. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossy.webp",
        "lossless.webp",
        "alpha-lossy.webp",
        "animated.webp",
        "lzw.tif",
        "zip.tif",
        "jpeg.tif",
        "palette.tif",
        "bilevel.tif",
        "cmyk.tif"
      })
  void shouldDecodeOrRejectWhenBytesAreFlipped(String name) {
    byte[] whole = Pictures.read(name);
    Random random = new Random(12);
    int rejected = 0;
    for (int i = 0; i < 300; i++) {
      byte[] broken = whole.clone();
      for (int flips = 0; flips < 3; flips++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        DecodedImage image = decoder.decode(broken);
        assertThat(image.rgb()).hasSize(3 * image.width() * image.height());
      } catch (ImageRejectedException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        rejected++;
      }
    }
    assertThat(rejected).isPositive();
  }

  private static int sample(DecodedImage image, int x, int y, int channel) {
    return image.rgb()[3 * (y * image.width() + x) + channel] & 0xff;
  }
}
