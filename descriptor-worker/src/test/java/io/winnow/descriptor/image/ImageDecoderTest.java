package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(1_000_000);

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void shouldKeepEveryPixelWhenLossless(String format) throws Exception {
    BufferedImage source = TestImages.noise(31, 17, BufferedImage.TYPE_3BYTE_BGR, 1);

    DecodedImage image = decoder.decode(TestImages.encode(source, format));

    assertThat(image.width()).isEqualTo(31);
    assertThat(image.height()).isEqualTo(17);
    assertThat(image.rgb()).isEqualTo(rgbOf(source));
  }

  @Test
  void shouldDecodeJpegCloseToTheSource() throws Exception {
    BufferedImage source = flat(BufferedImage.TYPE_3BYTE_BGR, 0xff2060a0);

    DecodedImage image = decoder.decode(TestImages.encode(source, "jpg"));

    assertPixel(image, 0x20, 0x60, 0xa0, 3);
  }

  @Test
  void shouldDecodeFirstFrameWhenGif() throws Exception {
    BufferedImage source = flat(BufferedImage.TYPE_BYTE_INDEXED, 0xff3366cc);

    DecodedImage image = decoder.decode(TestImages.encode(source, "gif"));

    assertPixel(image, 0x33, 0x66, 0xcc, 0);
  }

  @ParameterizedTest
  @CsvSource({"jpg,2", "png,0", "bmp,0"})
  void shouldRepeatTheSampleWhenGrey(String format, int tolerance) throws Exception {
    BufferedImage source = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    fillSamples(source.getRaster(), 77);

    DecodedImage image = decoder.decode(TestImages.encode(source, format));

    assertPixel(image, 77, 77, 77, tolerance);
  }

  @Test
  void shouldScaleTo8BitsWhenGreyHas16() throws Exception {
    BufferedImage source = new BufferedImage(8, 8, BufferedImage.TYPE_USHORT_GRAY);
    fillSamples(source.getRaster(), 77 * 257);

    assertPixel(decoder.decode(TestImages.encode(source, "png")), 77, 77, 77, 0);
  }

  @Test
  void shouldScaleTo8BitsWhenRgbHas16() throws Exception {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(4, 4);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        raster.setPixel(x, y, new int[] {10 * 257, 20 * 257, 130 * 257});
      }
    }

    DecodedImage image =
        decoder.decode(TestImages.encode(new BufferedImage(model, raster, false, null), "png"));

    assertPixel(image, 10, 20, 130, 0);
  }

  @Test
  void shouldDecodePaletteAndBilevel() throws Exception {
    BufferedImage palette = flat(BufferedImage.TYPE_BYTE_INDEXED, 0xff3366cc);
    BufferedImage bilevel = flat(BufferedImage.TYPE_BYTE_BINARY, 0xffffffff);

    assertPixel(decoder.decode(TestImages.encode(palette, "png")), 0x33, 0x66, 0xcc, 0);
    assertPixel(decoder.decode(TestImages.encode(bilevel, "png")), 255, 255, 255, 0);
  }

  @ParameterizedTest
  @CsvSource({"0x00112233,255,255,255", "0x80000000,127,127,127", "0xff112233,17,34,51"})
  void shouldCompositeOnWhiteWhenThereIsAlpha(String argb, int red, int green, int blue)
      throws Exception {
    BufferedImage source = flat(BufferedImage.TYPE_4BYTE_ABGR, Long.decode(argb).intValue());

    assertPixel(decoder.decode(TestImages.encode(source, "png")), red, green, blue, 0);
  }

  @Test
  void shouldCompositeOnWhiteWhenGreyHasAlpha() throws Exception {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixel(0, 0, new int[] {77, 255});
    raster.setPixel(1, 0, new int[] {77, 0});

    DecodedImage image =
        decoder.decode(TestImages.encode(new BufferedImage(model, raster, false, null), "png"));

    assertThat(image.rgb()).containsExactly(77, 77, 77, 255, 255, 255);
  }

  @Test
  void shouldConvertToRgbWhenJpegIsCmyk() throws Exception {
    DecodedImage image = decoder.decode(Jpegs.cmyk(0, 255, 255, 0));

    assertThat(image.rgb()[0] & 0xff).as("red").isGreaterThan(180);
    assertThat(image.rgb()[1] & 0xff).as("green").isLessThan(90);
    assertThat(image.rgb()[2] & 0xff).as("blue").isLessThan(90);
  }

  @Test
  void shouldConvertToSrgbWhenJpegCarriesAnotherProfile() throws Exception {
    byte[] plain = TestImages.encode(flat(BufferedImage.TYPE_3BYTE_BGR, 0xff404040), "jpg");

    DecodedImage image = decoder.decode(Jpegs.withProfile(plain, ColorSpace.CS_LINEAR_RGB));

    // Linear 64/255 is 137/255 in sRGB (IEC 61966-2-1).
    assertPixel(image, 137, 137, 137, 2);
  }

  @Test
  void shouldDecodeWhenThereIsOnePixel() throws Exception {
    DecodedImage image =
        decoder.decode(
            TestImages.encode(TestImages.noise(1, 1, BufferedImage.TYPE_3BYTE_BGR, 5), "png"));

    assertThat(image.rgb()).hasSize(3);
  }

  @Test
  void shouldRefuseFromTheHeaderWhenTooManyPixelsAreClaimed() {
    byte[] bomb = TestImages.pngClaiming(50_000, 50_000);

    assertThatExceptionOfType(ImageRejectedException.class)
        .isThrownBy(() -> new ImageDecoder(50_000_000).decode(bomb))
        .withMessage("image of 50000x50000 has 2500000000 pixels, allowed are 50000000")
        .extracting(ImageRejectedException::kind)
        .isEqualTo(RejectionKind.TOO_MANY_PIXELS);
  }

  @Test
  void shouldAcceptExactlyTheLimit() throws Exception {
    byte[] image = TestImages.png(1);

    assertThat(new ImageDecoder(16 * 12).decode(image).width()).isEqualTo(16);
    assertThatExceptionOfType(ImageRejectedException.class)
        .isThrownBy(() -> new ImageDecoder(16 * 12 - 1).decode(image));
  }

  @ParameterizedTest
  @CsvSource({
    "jpg,0.9",
    "jpg,0.5",
    "jpg,0.01",
    "png,0.9",
    "png,0.5",
    "png,0.01",
    "gif,0.9",
    "gif,0.5",
    "gif,0.01",
    "bmp,0.9",
    "bmp,0.5",
    "bmp,0.0001",
    "tiff,0.9",
    "tiff,0.5",
    "tiff,0.01"
  })
  void shouldRejectWhenTruncated(String format, double kept) {
    byte[] whole =
        TestImages.encode(TestImages.noise(200, 150, BufferedImage.TYPE_3BYTE_BGR, 2), format);

    assertUndecodable(Arrays.copyOf(whole, (int) (kept * whole.length)));
  }

  @Test
  void shouldRejectWhenItIsNoPicture() {
    assertUndecodable("<html>404</html>".getBytes(StandardCharsets.UTF_8));
    assertUndecodable(new byte[1]);
    assertUndecodable(new byte[4096]);
  }

  @Test
  void shouldRejectWhenTheFormatIsNotSupported() {
    byte[] wbmp =
        TestImages.encode(TestImages.noise(9, 9, BufferedImage.TYPE_BYTE_BINARY, 2), "wbmp");

    assertThatExceptionOfType(ImageRejectedException.class)
        .isThrownBy(() -> decoder.decode(wbmp))
        .withMessage(wbmp.length + " bytes are not a JPEG, PNG, GIF, BMP, WebP or TIFF");
  }

  /** Whatever a codec meets, the outcome is pixels or a rejection, never another exception. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tiff"})
  void shouldDecodeOrRejectWhenBytesAreFlipped(String format) {
    byte[] whole =
        TestImages.encode(TestImages.noise(40, 30, BufferedImage.TYPE_3BYTE_BGR, 3), format);
    Random random = new Random(11);
    int rejected = 0;
    for (int i = 0; i < 300; i++) {
      byte[] broken = whole.clone();
      for (int flips = 0; flips < 3; flips++) {
        int reach = random.nextBoolean() ? broken.length : Math.min(64, broken.length);
        broken[random.nextInt(reach)] = (byte) random.nextInt();
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

  private void assertUndecodable(byte[] encoded) {
    assertThatExceptionOfType(ImageRejectedException.class)
        .isThrownBy(() -> decoder.decode(encoded))
        .extracting(ImageRejectedException::kind)
        .isEqualTo(RejectionKind.UNDECODABLE);
  }

  private static void assertPixel(DecodedImage image, int red, int green, int blue, int tolerance) {
    byte[] rgb = image.rgb();
    int middle = 3 * ((image.height() / 2) * image.width() + image.width() / 2);
    assertThat(rgb[middle] & 0xff).as("red").isCloseTo(red, within(tolerance));
    assertThat(rgb[middle + 1] & 0xff).as("green").isCloseTo(green, within(tolerance));
    assertThat(rgb[middle + 2] & 0xff).as("blue").isCloseTo(blue, within(tolerance));
  }

  private static BufferedImage flat(int type, int argb) {
    BufferedImage image = new BufferedImage(16, 16, type);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        image.setRGB(x, y, argb);
      }
    }
    return image;
  }

  private static void fillSamples(WritableRaster raster, int sample) {
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        raster.setSample(x, y, 0, sample);
      }
    }
  }

  private static byte[] rgbOf(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[to++] = (byte) (pixel >> 16);
        rgb[to++] = (byte) (pixel >> 8);
        rgb[to++] = (byte) pixel;
      }
    }
    return rgb;
  }
}
