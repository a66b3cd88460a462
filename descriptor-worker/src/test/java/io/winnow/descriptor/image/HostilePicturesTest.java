package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures made to harm: what decoding allocates stays in proportion to what is allowed. */
class HostilePicturesTest {

  private static final int MIB = 1 << 20;
  private static final int MAX_PIXELS = 1_000_000;
  // 11 bytes for each allowed pixel and room for the codecs' tables.
  private static final long BOUND = 32L * MIB;

  private static final BufferedImage LINE = new BufferedImage(16, 1, BufferedImage.TYPE_BYTE_GRAY);

  private final ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);

  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iCCP", "iTXt"})
  void shouldNotInflateTextAndProfilesWhenPngHidesAGigabyteInThem(String chunk) throws Exception {
    byte[] bomb = TestImages.withChunk(TestImages.png(4), chunk, compressedZeros(chunk, 256));

    DecodedImage[] image = new DecodedImage[1];
    long allocated = allocatedBy(() -> image[0] = decoder.decode(bomb));

    assertThat(allocated).isLessThan(BOUND);
    assertThat(image[0].rgb()).isEqualTo(decoder.decode(TestImages.png(4)).rgb());
  }

  @Test
  void shouldRefuseCheaplyWhenTiffClaimsMoreStripsThanBytes() throws Exception {
    byte[] bomb = tiffWithStrips(0x1fffffff);

    long allocated = allocatedBy(() -> assertRejected(bomb));

    assertThat(allocated).isLessThan(BOUND);
  }

  @Test
  void shouldRefuseCheaplyWhenAPixelOfATiffHasThousandsOfSamples() throws Exception {
    byte[] bomb =
        withTag(
            TestImages.encode(TestImages.noise(48, 32, BufferedImage.TYPE_INT_RGB, 3), "tiff"),
            277,
            63_235);

    long allocated = allocatedBy(() -> assertRejected(bomb));

    assertThat(allocated).isLessThan(BOUND);
  }

  @Test
  void shouldRefuseCheaplyWhenAFrameIsLargerThanItsWebpCanvas() throws Exception {
    byte[] bomb = webpOfFrame(16_383, 16_383);

    long allocated = allocatedBy(() -> assertRejected(bomb));

    assertThat(allocated).isLessThan(BOUND);
  }

  /** The reader takes the sizes from behind the chunk's end. */
  @Test
  void shouldRefuseCheaplyWhenTheChunkOfALargeFrameSaysItIsEmpty() throws Exception {
    byte[] bomb = webpOfFrame(16_383, 16_383);
    ByteBuffer.wrap(bomb).putInt(12 + 18 + 4, 0);

    long allocated = allocatedBy(() -> assertRejected(bomb));

    assertThat(allocated).isLessThan(BOUND);
  }

  @Test
  void shouldRefuseCheaplyWhenAJpegInATiffIsLargerThanTheTiff() throws Exception {
    byte[] bomb = tiffOfJpeg(withFrame(TestImages.encode(LINE, "jpg"), 20_000, 20_000));

    long allocated =
        allocatedBy(
            () ->
                assertThatThrownBy(() -> decoder.decode(bomb))
                    .isInstanceOf(ImageRejectedException.class)
                    .hasMessageContainingAll("16x1", "frame of 400000000 pixels"));

    assertThat(allocated).isLessThan(BOUND);
    assertThat(decoder.decode(tiffOfJpeg(TestImages.encode(LINE, "jpg"))).width()).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp"})
  void shouldRefuseCheaplyWhenTwentyThousandPixelsSquare(String format) throws Exception {
    byte[] picture = twentyThousandSquare(format);

    long allocated =
        allocatedBy(
            () ->
                assertThatThrownBy(() -> decoder.decode(picture))
                    .isInstanceOf(ImageRejectedException.class)
                    .hasMessage(
                        "image of 20000x20000 has 400000000 pixels, allowed are " + MAX_PIXELS));

    assertThat(picture.length).isLessThan(MIB);
    assertThat(allocated).isLessThan(BOUND);
  }

  @Test
  void shouldReadTheFirstFrameOnlyWhenGifHasThousands() throws Exception {
    byte[] still =
        TestImages.encode(TestImages.noise(20, 10, BufferedImage.TYPE_BYTE_INDEXED, 6), "gif");
    byte[] bomb = repeatFrames(still, 20_000);
    DecodedImage expected = decoder.decode(still);

    DecodedImage[] image = new DecodedImage[1];
    long allocated = allocatedBy(() -> image[0] = decoder.decode(bomb));

    assertThat(allocated).isLessThan(BOUND);
    assertThat(image[0].rgb()).isEqualTo(expected.rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff", "jpg", "gif"})
  void shouldDecodeWhenOneSideIsVeryLong(String format) throws Exception {
    BufferedImage line = new BufferedImage(65_500, 2, BufferedImage.TYPE_3BYTE_BGR);

    DecodedImage image = decoder.decode(TestImages.encode(line, format));

    assertThat(image.width()).isEqualTo(65_500);
    assertThat(image.height()).isEqualTo(2);
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private long allocatedBy(Step step) throws Exception {
    decoder.decode(TestImages.png(1)); // loads the codecs
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    step.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void assertRejected(byte[] picture) {
    try {
      decoder.decode(picture);
    } catch (ImageRejectedException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    throw new AssertionError("the picture was decoded");
  }

  /** The chunk's own header and zeros, deflated. */
  private static byte[] compressedZeros(String chunk, int mebibytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        chunk.equals("iTXt")
            ? new byte[] {'x', 0, 1, 0, 0, 0} // compressed; empty language and translated keyword
            : new byte[] {'x', 0, 0});
    out.writeBytes(TestImages.deflatedZeros((long) mebibytes * MIB));
    return out.toByteArray();
  }

  /** The PNG is whole, black of one bit a pixel; the others are a header that claims the size. */
  private static byte[] twentyThousandSquare(String format) throws Exception {
    int side = 20_000;
    return switch (format) {
      case "png" -> blackPng(side);
      case "jpg" -> withFrame(TestImages.encode(LINE, "jpg"), side, side);
      default -> {
        byte[] bmp = TestImages.encode(LINE, "bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, side).putInt(22, side);
        yield bmp;
      }
    };
  }

  private static byte[] blackPng(int side) {
    byte[] data = TestImages.deflatedZeros((long) side * (1 + side / 8));
    ByteBuffer header = ByteBuffer.allocate(13).putInt(side).putInt(side).put((byte) 1);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    png.writeBytes(TestImages.chunk("IHDR", header.array()));
    png.writeBytes(TestImages.chunk("IDAT", data));
    png.writeBytes(TestImages.chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  /** A TIFF with another value of a tag of type SHORT that it has. */
  private static byte[] withTag(byte[] tiff, int tag, int value) {
    ByteBuffer bytes =
        ByteBuffer.wrap(tiff)
            .order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int entry = bytes.getInt(4) + 2;
    while (bytes.getShort(entry) != tag) {
      entry += 12;
    }
    bytes.putShort(entry + 8, (short) value);
    return tiff;
  }

  /** A JPEG whose frame header claims another size. */
  private static byte[] withFrame(byte[] jpeg, int width, int height) {
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != 0xc0) {
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
    }
    ByteBuffer.wrap(jpeg).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
    return jpeg;
  }

  /** A TIFF of 16x1 pixels with one strip that is this JPEG. */
  private static byte[] tiffOfJpeg(byte[] jpeg) {
    int[][] entries = {
      {256, 4, 1, 16},
      {257, 4, 1, 1},
      {258, 3, 1, 8},
      {259, 3, 1, 7},
      {262, 3, 1, 1},
      {273, 4, 1, 8},
      {277, 3, 1, 1},
      {278, 4, 1, 1},
      {279, 4, 1, jpeg.length}
    };
    int directory = 8 + jpeg.length;
    ByteBuffer tiff =
        ByteBuffer.allocate(directory + 2 + 12 * entries.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory).put(jpeg);
    return withEntries(tiff, entries);
  }

  private static byte[] tiffWithStrips(int strips) {
    int[][] entries = {
      {256, 4, 1, 100},
      {257, 4, 1, 100},
      {258, 3, 1, 8},
      {259, 3, 1, 1},
      {262, 3, 1, 1},
      {273, 4, strips, 8},
      {277, 3, 1, 1},
      {278, 4, 1, 1},
      {279, 4, strips, 8}
    };
    ByteBuffer tiff =
        ByteBuffer.allocate(8 + 2 + 12 * entries.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    return withEntries(tiff, entries);
  }

  private static byte[] withEntries(ByteBuffer tiff, int[][] entries) {
    tiff.putShort((short) entries.length);
    for (int[] entry : entries) {
      tiff.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]).putInt(entry[3]);
    }
    return tiff.putInt(0).array();
  }

  /** An extended WebP of one by one pixel whose frame claims another size. */
  private static byte[] webpOfFrame(int width, int height) {
    byte[] frame = Pictures.read("lossy.webp");
    ByteBuffer vp8 = ByteBuffer.wrap(Arrays.copyOfRange(frame, 12, frame.length));
    vp8.order(ByteOrder.LITTLE_ENDIAN);
    vp8.putShort(8 + 6, (short) width).putShort(8 + 8, (short) height);
    ByteBuffer webp = ByteBuffer.allocate(12 + 18 + vp8.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    webp.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(webp.capacity() - 8);
    webp.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).put(new byte[10]);
    return webp.put(vp8.array()).array();
  }

  /** A GIF whose image blocks come again and again. */
  private static byte[] repeatFrames(byte[] gif, int times) {
    int start = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(gif, 0, start);
    for (int i = 0; i < times; i++) {
      out.write(gif, start, gif.length - 1 - start);
    }
    out.write(0x3b);
    return out.toByteArray();
  }
}
