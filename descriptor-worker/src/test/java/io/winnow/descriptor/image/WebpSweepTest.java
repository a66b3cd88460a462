package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * WebPs of all of cwebp's methods, qualities, filters, sizes and kinds of alpha, and animations,
 * against what libwebp's own decoder shows: images/webp-sweep/generate.py made them.
 */
class WebpSweepTest {

  private static final int COLUMNS = 12;
  private static final int ROWS = 9;

  /**
   * Of a block, in levels of 255. Decoders differ in how they enlarge chroma, which the smallest
   * pictures and the lowest qualities show most.
   */
  private static final double TOLERANCE = 30;

  private final ImageDecoder decoder = new ImageDecoder(20_000_000);

  private record Golden(String file, int width, int height, BlockMeans means) {

    static Golden parse(String line) {
      String[] parts = line.split(" ");
      byte[] bytes = HexFormat.of().parseHex(parts[3]);
      double[] levels = new double[bytes.length];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = bytes[i] & 0xff;
      }
      return new Golden(
          parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), new BlockMeans(levels));
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Golden> goldens() {
    return new String(Pictures.read("webp-sweep/golden.txt"), StandardCharsets.UTF_8)
        .lines()
        .map(Golden::parse);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void shouldShowWhatLibwebpShows(Golden golden) throws Exception {
    DecodedImage image = decoder.decode(Pictures.read("webp-sweep/" + golden.file()));

    assertThat(image.width()).isEqualTo(golden.width());
    assertThat(image.height()).isEqualTo(golden.height());
    BlockMeans means = BlockMeans.of(image, COLUMNS, ROWS);
    assertThat(means.farthest(golden.means())).isLessThan(TOLERANCE);
    assertThat(Math.abs(means.mean() - golden.means().mean())).isLessThan(1);
    assertThat(means.cosine(golden.means())).isGreaterThan(0.99);
  }
}
