package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExifOrientationTest {

  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  private final ImageDecoder decoder = new ImageDecoder(1_000_000);

  /**
   * EXIF names the stored picture's row 0 and column 0 by the side of the upright one they are on;
   * so the stored top left corner, which is marked, must come to lie at the corner given here.
   */
  @ParameterizedTest
  @CsvSource({
    "1,top,left,48",
    "2,top,right,48",
    "3,bottom,right,48",
    "4,bottom,left,48",
    "5,top,left,32",
    "6,top,right,32",
    "7,bottom,right,32",
    "8,bottom,left,32"
  })
  void shouldTurnUprightWhenJpegSaysHowItWasHeld(
      int orientation, String vertical, String horizontal, int width) throws Exception {
    DecodedImage image = decoder.decode(Jpegs.withExif(markedJpeg(), exif(orientation)));

    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(WIDTH + HEIGHT - width);
    int x = horizontal.equals("left") ? 2 : image.width() - 3;
    int y = vertical.equals("top") ? 2 : image.height() - 3;
    assertThat(red(image, x, y)).as("marked corner").isGreaterThan(200);
    assertThat(red(image, image.width() - 1 - x, image.height() - 1 - y)).isLessThan(50);
    assertThat(red(image, image.width() - 1 - x, y)).isLessThan(50);
    assertThat(red(image, x, image.height() - 1 - y)).isLessThan(50);
  }

  /** Transposition and rotation leave one corner in place; the long side tells them apart. */
  @ParameterizedTest
  @CsvSource({"5,2,40", "6,29,40", "7,29,7", "8,2,7"})
  void shouldLayTheStoredTopRowAlongTheRightSideWhenAxesAreSwapped(int orientation, int x, int y)
      throws Exception {
    BufferedImage stored = black();
    stored.getSubimage(36, 0, 12, 8).getRaster().setSamples(0, 0, 12, 8, 2, filled(12 * 8));
    byte[] jpeg = TestImages.encode(stored, "jpg");

    DecodedImage image = decoder.decode(Jpegs.withExif(jpeg, exif(orientation)));

    assertThat(blueOrRed(image, x, y)).as("end of the stored top row").isGreaterThan(150);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65_535})
  void shouldLeaveThePictureWhenTheValueIsUnknown(int orientation) throws Exception {
    DecodedImage image = decoder.decode(Jpegs.withExif(markedJpeg(), exif(orientation)));

    assertThat(image.rgb()).isEqualTo(decoder.decode(markedJpeg()).rgb());
  }

  @Test
  void shouldLeaveThePictureWhenExifIsBroken() throws Exception {
    byte[] noise = "neither II nor MM".getBytes(StandardCharsets.US_ASCII);

    DecodedImage image = decoder.decode(Jpegs.withExif(markedJpeg(), noise));

    assertThat(image.rgb()).isEqualTo(decoder.decode(markedJpeg()).rgb());
  }

  @Test
  void shouldTurnUprightWhenWebpSaysHowItWasHeld() throws Exception {
    DecodedImage stored = decoder.decode(Pictures.read("lossy.webp"));

    DecodedImage image = decoder.decode(Pictures.read("oriented.webp"));

    assertThat(image.rgb()).isEqualTo(Orientation.of(6).upright(stored).rgb());
    assertThat(image.width()).isEqualTo(HEIGHT);
  }

  @Test
  void shouldTurnUprightWhenTiffSaysHowItWasHeld() throws Exception {
    byte[] tiff = Pictures.read("plain.tif");
    DecodedImage stored = decoder.decode(tiff);

    DecodedImage image = decoder.decode(withTiffOrientation(tiff, 8));

    assertThat(image.rgb()).isEqualTo(Orientation.of(8).upright(stored).rgb());
    assertThat(image.width()).isEqualTo(HEIGHT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldTurnUprightWhenPngSaysHowItWasHeld(int orientation) throws Exception {
    byte[] png = TestImages.png(3);
    DecodedImage stored = decoder.decode(png);

    DecodedImage image = decoder.decode(TestImages.withChunk(png, "eXIf", exif(orientation)));

    assertThat(image.rgb()).isEqualTo(Orientation.of(orientation).upright(stored).rgb());
  }

  private static BufferedImage black() {
    return new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
  }

  private static int[] filled(int count) {
    int[] samples = new int[count];
    Arrays.fill(samples, 255);
    return samples;
  }

  private static byte[] markedJpeg() {
    BufferedImage image = black();
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        image.setRGB(x, y, 0xffffffff);
      }
    }
    return TestImages.encode(image, "jpg");
  }

  /** A TIFF structure with one directory of one entry. */
  private static byte[] exif(int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(ByteOrder.BIG_ENDIAN);
    tiff.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    return tiff.array();
  }

  /** Overwrites the orientation that the file's directory has. */
  private static byte[] withTiffOrientation(byte[] tiff, int orientation) {
    ByteBuffer out = ByteBuffer.wrap(tiff.clone());
    out.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = out.getInt(4);
    int entries = out.getShort(directory);
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (out.getShort(entry) == 0x0112) {
        return out.putShort(entry + 8, (short) orientation).array();
      }
    }
    throw new IllegalArgumentException("the TIFF has no orientation");
  }

  private static int red(DecodedImage image, int x, int y) {
    return image.rgb()[3 * (y * image.width() + x)] & 0xff;
  }

  private static int blueOrRed(DecodedImage image, int x, int y) {
    return Math.max(red(image, x, y), image.rgb()[3 * (y * image.width() + x) + 2] & 0xff);
  }
}
