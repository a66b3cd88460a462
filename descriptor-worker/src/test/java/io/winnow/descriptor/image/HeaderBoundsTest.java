package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a header can announce takes memory out of proportion to what is allowed. */
class HeaderBoundsTest {

  private static final int MIB = 1 << 20;
  private static final int MAX_PIXELS = 1_000_000;

  /** All that decoding allocates, freed or not: twice what a picture may take, and tables. */
  private static final long BOUND = 2L * MAX_PIXELS * PixelBudget.BYTES_PER_PIXEL + 32 * MIB;

  private static final int DEFLATE = 8;
  private static final int COMPRESSION = 259;
  private static final int SAMPLE_FORMAT = 339;

  /** So much of each end of a file: headers stand there, and a TIFF's directory at the end. */
  private static final int HEADER_BYTES = 260;

  private final ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);

  private record File(String name, byte[] content) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<File> files() {
    Stream<String> resources =
        Stream.of(
            "lossy.webp",
            "lossless.webp",
            "animated.webp",
            "alpha-lossy.webp",
            "plain.tif",
            "lzw.tif",
            "zip.tif",
            "rle.tif",
            "sixteen.tif",
            "palette.tif",
            "bilevel.tif",
            "cmyk.tif",
            "jpeg.tif",
            "webp-sweep/table18.webp");
    BufferedImage small = TestImages.noise(24, 16, BufferedImage.TYPE_3BYTE_BGR, 5);
    BufferedImage indexed = TestImages.noise(24, 16, BufferedImage.TYPE_BYTE_INDEXED, 5);
    return Stream.concat(
        resources.map(name -> new File(name, Pictures.read(name))),
        Stream.of(
            new File("png", TestImages.encode(small, "png")),
            new File("indexed png", TestImages.encode(indexed, "png")),
            new File("jpeg", TestImages.encode(small, "jpg")),
            new File("bmp", TestImages.encode(small, "bmp")),
            new File("gif", TestImages.encode(indexed, "gif"))));
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldStayWithinTheBoundWhateverNumberTheHeaderHolds(File file) throws Exception {
    decodes(file.content()); // loads the codecs
    int length = file.content().length;
    int[] places =
        IntStream.range(2, length)
            .filter(at -> at < HEADER_BYTES || at >= length - HEADER_BYTES)
            .toArray();
    for (int at : places) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        for (int number : new int[] {0xffff, 0x7fffffff, 0x00ffffff, -1, 40_000}) {
          assertBounded(file.name(), with(file.content(), at, order, number));
        }
      }
    }
  }

  private void assertBounded(String name, byte[] picture) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    decodes(picture);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(name).isLessThan(BOUND);
  }

  private boolean decodes(byte[] picture) {
    try {
      return decoder.decode(picture).width() > 0;
    } catch (ImageRejectedException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("more memory than there is");
      return false;
    }
  }

  /** A copy with a number of two bytes, or of four where it has more. */
  private static byte[] with(byte[] content, int at, ByteOrder order, int number) {
    ByteBuffer copy = ByteBuffer.wrap(Arrays.copyOf(content, content.length)).order(order);
    boolean wide = number < 0 || number > 0xffff;
    if (wide && at + 4 <= content.length) {
      copy.putInt(at, number);
    } else if (!wide && at + 2 <= content.length) {
      copy.putShort(at, (short) number);
    }
    return copy.array();
  }

  /** Within the limit of pixels; deflated, its 2.3 GB of samples are a file of 2.3 MB. */
  @Test
  void shouldNameBandsBitsAndPixelsWhenATiffHasSixteenBandsOfFloats() throws Exception {
    ImageDecoder decoder = new ImageDecoder(50_000_000);
    byte[] strip = TestImages.deflatedZeros(6_000L * 6_000 * 16 * 4);
    byte[] tiff =
        new Tiffs()
            .page(6_000, 6_000, 16, 32, strip)
            .tag(COMPRESSION, DEFLATE)
            .tag(SAMPLE_FORMAT, 3)
            .write();

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> decoder.decode(tiff))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining("image of 16 bands x 32 bits x 6000x6000 pixels takes 25")
        .extracting(e -> ((ImageRejectedException) e).kind())
        .isEqualTo(RejectionKind.TOO_MANY_SAMPLES);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 * MIB);
  }

  /**
   * RGB of 16 bits takes 6 bytes of a pixel, and 6 for what is shown, of the 16 that are allowed.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void shouldDecodeTheUsualSamplesUpToTheLimitOfPixels(int bands) throws Exception {
    DecodedImage image = new ImageDecoder(500_000).decode(sixteenBits(bands));

    assertThat(image.width()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 16, 200})
  void shouldRefuseMoreSamplesAtTheLimitOfPixelsAndTakeThemBelow(int bands) throws Exception {
    byte[] tiff = sixteenBits(bands);

    assertThatThrownBy(() -> new ImageDecoder(500_000).decode(tiff))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining("image of %d bands x 16 bits x 1000x500 pixels".formatted(bands));
    assertThat(new ImageDecoder(20_000_000).decode(tiff).width()).isEqualTo(1_000);
  }

  private static byte[] sixteenBits(int bands) {
    return TestImages.tiffOfZeros(1_000, 500, bands, 16);
  }

  /** Readers have limits of their own, which even pictures exceed. */
  @ParameterizedTest
  @ValueSource(strings = {"tiff", "webp", "png", "jpg", "gif", "bmp"})
  void shouldDecodeAPictureOfOneColourHoweverSmallItsFile(String format) throws Exception {
    int side = 2_000;
    byte[] picture =
        switch (format) {
          case "webp" -> {
            byte[] frame = Webps.losslessOfOneColour(side, side, 7);
            yield Webps.extended(side, side, "NONE", new byte[0], frame);
          }
          case "tiff" -> TestImages.tiffOfZeros(side, side, 3, 8);
          default ->
              TestImages.encode(
                  new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR), format);
        };

    assertThat(new ImageDecoder(side * side).decode(picture).width()).isEqualTo(side);
  }
}
