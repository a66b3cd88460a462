package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of public bug reports on decoders, each against the PNG of what it shows. */
class PictureCasesTest {

  private static final int BLOCKS = 30;
  private static final double SAME = 0.99;

  private final List<Oddity> oddities = new ArrayList<>();
  private final ImageDecoder decoder = new ImageDecoder(1_000_000, oddities::add);

  @ParameterizedTest
  @CsvSource({
    "cwebp_m0.webp, cwebp_m0.png",
    "pillow_animated_default.webp, base.png",
    "icc_prophoto.png, base.png",
    "t4band.tif.gz, base.png",
    "tf32.tif.gz, L.png",
    "tu32.tif.gz, L.png",
    "tg12.tif.gz, L.png",
    "off.gif, off-canvas.png",
    "exif6.png, base.png",
    "thumbfirst.tif.gz, base.png",
    "tbig.tif.gz, base.png",
    "tc_zstd.tif.gz, base.png"
  })
  void shouldShowWhatThePngShows(String file, String png) throws Exception {
    assertSame(file, png);
    assertThat(oddities).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "icc_empty.jpg, PROFILE_IGNORED",
    "icc_len.jpg, PROFILE_IGNORED",
    "icc_missing2.jpg, PROFILE_IGNORED",
    "icc_srgb_trunc.jpg, PROFILE_IGNORED",
    "icc_trunc.tif.gz, PROFILE_IGNORED",
    "icc_trunc.webp, PROFILE_IGNORED",
    "noeoi_pad.jpg, END_MISSING"
  })
  void shouldShowThePictureAndCountWhatIsOddBesideIt(String file, Oddity oddity) throws Exception {
    assertSame(file, "base.png");
    assertThat(oddities).containsExactly(oddity);
  }

  private void assertSame(String file, String png) throws Exception {
    DecodedImage expected = decoder.decode(Pictures.read("cases/" + png));

    DecodedImage image = decoder.decode(Pictures.read("cases/" + file));

    assertThat(image.width()).isEqualTo(expected.width());
    assertThat(image.height()).isEqualTo(expected.height());
    BlockMeans means = BlockMeans.of(image, BLOCKS, BLOCKS);
    BlockMeans right = BlockMeans.of(expected, BLOCKS, BLOCKS);
    assertThat(means.cosine(right)).isGreaterThan(SAME);
    assertThat(means.mean()).isCloseTo(right.mean(), within(4.0));
  }

  /** 16 bits of which a sensor's 12 are in use. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void shouldSpreadTheBitsThatAreInUse(int index) throws Exception {
    byte[] png = Pictures.read("cases/range12_" + index + ".png");
    Raster stored = ImageIO.read(new ByteArrayInputStream(png)).getRaster();

    DecodedImage image = decoder.decode(png);

    int[] samples = stored.getSamples(0, 0, image.width(), image.height(), 0, (int[]) null);
    for (int i = 0; i < samples.length; i++) {
      assertThat(image.rgb()[3 * i] & 0xff).isEqualTo(Math.round(samples[i] * 255 / 4095.0f));
    }
  }

  @ParameterizedTest
  @CsvSource({"x.avif, AVIF", "x.heic, HEIC", "x.jxl, JPEG XL", "x.jp2, JPEG 2000"})
  void shouldNameTheFormatThatIsNotRead(String file, String format) {
    assertThatThrownBy(() -> decoder.decode(Pictures.read("cases/" + file)))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessage(format + " is not supported; use JPEG, PNG, GIF, BMP, WebP or TIFF");
  }
}
