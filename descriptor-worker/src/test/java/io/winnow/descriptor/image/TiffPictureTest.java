package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the samples of a TIFF mean, and which of its pages is the picture. */
class TiffPictureTest {

  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int MIN_SAMPLE = 280;
  private static final int MAX_SAMPLE = 281;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_LENGTHS = 279;
  private static final int PLANAR_CONFIGURATION = 284;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int S_MIN_SAMPLE = 340;
  private static final int S_MAX_SAMPLE = 341;

  private final ImageDecoder decoder = new ImageDecoder(10_000);

  /** 0 is unspecified, 1 alpha that colours were multiplied with, 2 alpha that they were not. */
  @ParameterizedTest
  @CsvSource({"0, 100", "1, 227", "2, 177"})
  void shouldTakeTheFourthBandForWhatExtraSamplesSays(int meaning, int shown) throws Exception {
    byte[] strip = Tiffs.samples(8, 100, 100, 100, 128);

    byte[] rgb = shown(new Tiffs().page(1, 1, 4, 8, strip).tag(EXTRA_SAMPLES, meaning));

    assertThat(rgb[0] & 0xff).isEqualTo(shown);
  }

  @Test
  void shouldIgnoreBandsThatNothingIsSaidOf() throws Exception {
    byte[] strip = Tiffs.samples(8, 10, 20, 30, 0, 0, 0, 40, 50, 60, 255, 1, 2);

    assertThat(shown(new Tiffs().page(2, 1, 6, 8, strip))).containsExactly(10, 20, 30, 40, 50, 60);
  }

  @Test
  void shouldFindAlphaBehindAnotherBand() throws Exception {
    byte[] strip = Tiffs.samples(8, 10, 20, 30, 77, 0);

    assertThat(shown(new Tiffs().page(1, 1, 5, 8, strip).tag(EXTRA_SAMPLES, 0, 2)))
        .containsExactly(255, 255, 255);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldTurnLevelsAroundWhereWhiteIsZero(int photometric) throws Exception {
    byte[] strip = Tiffs.samples(8, 0, 200);

    byte[] rgb = shown(new Tiffs().page(2, 1, 1, 8, strip).tag(PHOTOMETRIC, photometric));

    assertThat(rgb[0] & 0xff).isEqualTo(photometric == 0 ? 255 : 0);
    assertThat(rgb[3] & 0xff).isEqualTo(photometric == 0 ? 55 : 200);
  }

  /** Type, bits, format; the samples black, grey and white. */
  @ParameterizedTest
  @CsvSource({
    "full range of 16 bits, 16, 1, 0, 32896, 65535",
    "12 of 16 bits, 16, 1, 0, 2056, 4095",
    "full range of 32 bits, 32, 1, 0, 2155905152, 4294967295",
    "few of 32 bits, 32, 1, 0, 128, 255",
    "signed, 16, 2, -1000, 4, 1000",
    "signed of 8 bits, 8, 2, -128, 0, 127"
  })
  void shouldSpreadIntegersOverTheRangeInUse(
      String name, int bits, int format, long black, long grey, long white) throws Exception {
    byte[] strip = Tiffs.samples(bits, black, grey, white);

    byte[] rgb = shown(new Tiffs().page(3, 1, 1, bits, strip).tag(SAMPLE_FORMAT, format));

    assertThat(rgb[0]).as(name).isZero();
    assertThat(rgb[3] & 0xff).as(name).isBetween(127, 129);
    assertThat(rgb[6] & 0xff).as(name).isEqualTo(255);
  }

  @ParameterizedTest
  @CsvSource({
    "unit range, 0, 0.5, 1",
    "of 8 bits, 0, 128, 255.9",
    "kelvin, 250, 275, 300",
    "below zero, -1, 0, 1",
    "tiny, 0, 0.0000004882812, 0.00000095"
  })
  void shouldSpreadFloatsOverTheRangeInUse(String name, float black, float grey, float white)
      throws Exception {
    byte[] strip = floats(black, grey, white);

    byte[] rgb = shown(new Tiffs().page(3, 1, 1, 32, strip).tag(SAMPLE_FORMAT, 3));

    assertThat(rgb[0]).as(name).isZero();
    assertThat(rgb[3] & 0xff).as(name).isBetween(120, 136);
    assertThat(rgb[6] & 0xff).as(name).isBetween(250, 255);
  }

  @Test
  void shouldNotMindSamplesThatAreNoNumbers() throws Exception {
    byte[] strip = floats(Float.NaN, 0, 1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    byte[] rgb = shown(new Tiffs().page(5, 1, 1, 32, strip).tag(SAMPLE_FORMAT, 3));

    assertThat(new int[] {rgb[0], rgb[3], rgb[6] & 0xff, rgb[9] & 0xff, rgb[12]})
        .containsExactly(0, 0, 255, 255, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 65_535})
  void shouldShowAnEvenPictureOfAnySample(long sample) throws Exception {
    byte[] strip = Tiffs.samples(16, sample, sample, sample);

    byte[] rgb = shown(new Tiffs().page(3, 1, 1, 16, strip));

    assertThat(rgb[0]).isEqualTo(rgb[3]).isEqualTo(rgb[6]);
  }

  @Test
  void shouldTakeTheRangeThatTheFileDeclares() throws Exception {
    byte[] strip = Tiffs.samples(16, 1_000, 1_500, 2_000);

    byte[] rgb =
        shown(new Tiffs().page(3, 1, 1, 16, strip).tag(MIN_SAMPLE, 1_000).tag(MAX_SAMPLE, 3_000));

    assertThat(new int[] {rgb[0], rgb[3], rgb[6] & 0xff}).containsExactly(0, 64, 128);
  }

  @Test
  void shouldTakeTheRangeOfFloatsThatTheFileDeclares() throws Exception {
    byte[] strip = floats(-1, 0, 1);

    byte[] rgb =
        shown(
            new Tiffs()
                .page(3, 1, 1, 32, strip)
                .tag(SAMPLE_FORMAT, 3)
                .reals(S_MIN_SAMPLE, -1)
                .reals(S_MAX_SAMPLE, 3));

    assertThat(new int[] {rgb[0], rgb[3], rgb[6] & 0xff}).containsExactly(0, 64, 128);
  }

  @Test
  void shouldNotBelieveARangeThatSamplesLieOutside() throws Exception {
    byte[] strip = Tiffs.samples(16, 0, 32_768, 65_535);

    byte[] rgb =
        shown(new Tiffs().page(3, 1, 1, 16, strip).tag(MIN_SAMPLE, 0).tag(MAX_SAMPLE, 255));

    assertThat(new int[] {rgb[0], rgb[3] & 0xff, rgb[6] & 0xff}).containsExactly(0, 128, 255);
  }

  /** Colours have one range for all of them: each of its own would change the hue. */
  @Test
  void shouldKeepTheHueWhenSpreading() throws Exception {
    byte[] strip = Tiffs.samples(16, 4_095, 2_048, 1_024, 0, 0, 0);

    byte[] rgb = shown(new Tiffs().page(2, 1, 3, 16, strip));

    assertThat(new int[] {rgb[0] & 0xff, rgb[1] & 0xff, rgb[2]}).containsExactly(255, 128, 64);
  }

  /** Each band has a strip of its own; the fourth is alpha. */
  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32})
  void shouldReadBandsThatLieOneAfterTheOther(int bits) throws Exception {
    long white = (1L << bits) - 1;
    byte[] strips = Tiffs.samples(bits, white, 0, 0, white, white, 0, 0, 0, white, white, white, 0);
    long size = 3L * bits / 8;

    byte[] rgb =
        shown(
            new Tiffs()
                .page(3, 1, 4, bits, strips)
                .tag(EXTRA_SAMPLES, 2)
                .tag(PLANAR_CONFIGURATION, 2)
                .tag(STRIP_OFFSETS, 8, 8 + size, 8 + 2 * size, 8 + 3 * size)
                .tag(STRIP_LENGTHS, size, size, size, size));

    assertThat(rgb).isEqualTo(new byte[] {-1, -1, 0, 0, -1, 0, -1, -1, -1});
  }

  @Test
  void shouldShowTheFirstPageThatIsNeitherAThumbnailNorAMask() throws Exception {
    byte[] tiff =
        new Tiffs()
            .page(1, 1, 1, 8, Tiffs.samples(8, 1))
            .tag(NEW_SUBFILE_TYPE, 1)
            .page(4, 1, 1, 8, Tiffs.samples(8, 2, 2, 2, 2))
            .tag(NEW_SUBFILE_TYPE, 4)
            .page(2, 1, 1, 8, Tiffs.samples(8, 3, 3))
            .tag(NEW_SUBFILE_TYPE, 0)
            .page(3, 1, 1, 8, Tiffs.samples(8, 4, 4, 4))
            .write();

    assertThat(decoder.decode(tiff).width()).isEqualTo(2);
  }

  @Test
  void shouldShowTheLargestPageWhenAllAreReduced() throws Exception {
    byte[] tiff =
        new Tiffs()
            .page(1, 1, 1, 8, Tiffs.samples(8, 1))
            .tag(NEW_SUBFILE_TYPE, 1)
            .page(2, 1, 1, 8, Tiffs.samples(8, 3, 3))
            .tag(NEW_SUBFILE_TYPE, 1)
            .write();

    assertThat(decoder.decode(tiff).width()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"34712, JPEG 2000", "34887, LERC", "50001, WebP", "34925, LZMA"})
  void shouldNameTheCompressionThatIsNotRead(int compression, String name) {
    byte[] tiff =
        new Tiffs().page(1, 1, 1, 8, Tiffs.samples(8, 1)).tag(COMPRESSION, compression).write();

    assertThatThrownBy(() -> decoder.decode(tiff))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining(
            "a TIFF compressed with %s (%d) is not supported".formatted(name, compression));
  }

  private byte[] shown(Tiffs tiff) throws ImageRejectedException {
    return decoder.decode(tiff.write()).rgb();
  }

  private static byte[] floats(float... samples) {
    long[] bits = new long[samples.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(samples[i]);
    }
    return Tiffs.samples(32, bits);
  }
}
