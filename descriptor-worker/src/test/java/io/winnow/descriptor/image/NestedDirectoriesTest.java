package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * TIFF directories in directories, deeper than a thread's stack: some readers follow them by
 * recursion. A worker that such a picture could stop would be stopped by it again and again.
 */
class NestedDirectoriesTest {

  private static final int SUB_DIRECTORIES = 330;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY_BYTES = 12;

  /** A directory of one entry: a count, the entry, the offset of the next. */
  private static final int DIRECTORY_BYTES = 2 + ENTRY_BYTES + 4;

  private static final int TOO_DEEP = 100_000;

  private final ImageDecoder decoder = new ImageDecoder(1_000_000);

  @Test
  void shouldDecodeATiffWithADirectoryInADirectory() throws Exception {
    DecodedImage image = decoder.decode(tiff(2));

    assertThat(image.width()).isEqualTo(1);
  }

  @Test
  void shouldNotFollowTheDirectoriesBesideThePictureOfATiff() throws Exception {
    DecodedImage image = decoder.decode(tiff(TOO_DEEP));

    assertThat(image.rgb()).isEqualTo(decoder.decode(tiff(2)).rgb());
  }

  @Test
  void shouldLeaveAWebpAsItIsStoredWhenItsExifNestsTooDeeply() throws Exception {
    byte[] plain = Pictures.read("lossy.webp");

    DecodedImage image = decoder.decode(withExif(plain, tiff(TOO_DEEP)));

    assertThat(image.rgb()).isEqualTo(decoder.decode(plain).rgb());
  }

  @Test
  void shouldDecodeAJpegWhoseExifNestsAsDeepAsItsSegmentAllows() throws Exception {
    byte[] jpeg =
        TestImages.encode(TestImages.noise(8, 8, BufferedImage.TYPE_3BYTE_BGR, 1), "jpeg");

    DecodedImage image = decoder.decode(withSegment(jpeg, tiff(3_600)));

    assertThat(image.rgb()).isEqualTo(decoder.decode(jpeg).rgb());
  }

  /** A grey picture of one pixel whose directory holds another one, and so on. */
  private static byte[] tiff(int depth) {
    int[][] entries = {
      {256, SHORT, 1}, // width
      {257, SHORT, 1}, // height
      {258, SHORT, 8}, // bits per sample
      {259, SHORT, 1}, // not compressed
      {262, SHORT, 1}, // black is zero
      {273, LONG, 8}, // its pixel: any byte
      {277, SHORT, 1}, // samples per pixel
      {278, SHORT, 1}, // rows per strip
      {279, LONG, 1}, // bytes per strip
      {SUB_DIRECTORIES, LONG, 0}
    };
    int nested = 8 + 2 + entries.length * ENTRY_BYTES + 4;
    entries[entries.length - 1][2] = nested;
    ByteBuffer tiff =
        ByteBuffer.allocate(nested + depth * DIRECTORY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
    tiff.putShort((short) entries.length);
    for (int[] entry : entries) {
      putEntry(tiff, entry[0], entry[1], entry[2]);
    }
    tiff.putInt(0);
    for (int level = 1; level <= depth; level++) {
      tiff.putShort((short) 1);
      putEntry(tiff, SUB_DIRECTORIES, LONG, level < depth ? nested + level * DIRECTORY_BYTES : 8);
      tiff.putInt(0);
    }
    return tiff.array();
  }

  private static void putEntry(ByteBuffer tiff, int tag, int type, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(1).putInt(value);
  }

  private static byte[] withSegment(byte[] jpeg, byte[] exif) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    int length = 2 + 6 + exif.length;
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
    out.write("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
    out.write(exif);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** A simple WebP made an extended one: VP8X, the picture's own chunk, EXIF. */
  private static byte[] withExif(byte[] webp, byte[] exif) {
    byte[] picture = Arrays.copyOfRange(webp, 12, webp.length);
    ByteBuffer frame = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    int width = frame.getShort(26) & 0x3fff;
    int height = frame.getShort(28) & 0x3fff;
    ByteBuffer out =
        ByteBuffer.allocate(12 + 18 + picture.length + 8 + exif.length + exif.length % 2)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(out.capacity() - 8).put(ascii("WEBP"));
    out.put(ascii("VP8X")).putInt(10).putInt(0x08);
    put24(out, width - 1);
    put24(out, height - 1);
    out.put(picture);
    out.put(ascii("EXIF")).putInt(exif.length).put(exif);
    return out.array();
  }

  private static void put24(ByteBuffer out, int value) {
    out.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
