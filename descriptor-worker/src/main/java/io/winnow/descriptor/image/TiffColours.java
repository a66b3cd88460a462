package io.winnow.descriptor.image;

import io.winnow.descriptor.image.tiff.TiffDirectory;
import io.winnow.descriptor.image.tiff.TiffLayout;
import io.winnow.descriptor.image.tiff.TiffTag;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.imageio.IIOException;

/** Makes colours of a TIFF's samples: which bands they are, and what the values mean. */
final class TiffColours {

  private static final int ASSOCIATED_ALPHA = 1;
  private static final int UNASSOCIATED_ALPHA = 2;
  private static final int CMYK_INKS = 1;
  private static final int WHITE = 255;

  private final TiffDirectory page;
  private final TiffLayout layout;
  private final Consumer<Oddity> oddities;

  TiffColours(TiffDirectory page, TiffLayout layout, Consumer<Oddity> oddities) {
    this.page = page;
    this.layout = layout;
    this.oddities = oddities;
  }

  /** Number of bands that are colours, the first ones. */
  private int colours() {
    return switch (layout.photometric()) {
      case TiffLayout.RGB -> 3;
      case TiffLayout.CMYK -> 4;
      default -> 1;
    };
  }

  private boolean isGrey() {
    return layout.photometric() == TiffLayout.WHITE_IS_ZERO
        || layout.photometric() == TiffLayout.BLACK_IS_ZERO;
  }

  /** Converts pixels that the reader made colours of. */
  void applyProfile(byte[] rgb) {
    if (layout.photometric() == TiffLayout.CMYK) {
      return; // the reader's RGB is not what such a profile speaks of
    }
    ColourProfile.Kind kind = isGrey() ? ColourProfile.Kind.GREY : ColourProfile.Kind.RGB;
    Profiles.apply(page.bytes(TiffTag.ICC_PROFILE), kind, rgb, oddities);
  }

  /**
   * Interleaved 8-bit RGB of raw samples.
   *
   * @throws IIOException if there are fewer bands than colours, or the colours are not known
   */
  byte[] toRgb(Raster raster) throws IOException {
    if (layout.bands() < colours()) {
      throw new IIOException(
          "the TIFF has %d bands for %d colours".formatted(layout.bands(), colours()));
    }
    TiffSamples samples = TiffSamples.of(raster, page, layout, colours());
    byte[] rgb =
        switch (layout.photometric()) {
          case TiffLayout.RGB -> samples.levels(3);
          case TiffLayout.CMYK -> fromCmyk(samples.levels(4));
          case TiffLayout.PALETTE -> fromPalette(samples);
          default -> fromGrey(samples.levels(1));
        };
    layOnWhite(rgb, samples);
    applyProfile(rgb);
    return rgb;
  }

  private byte[] fromGrey(byte[] levels) {
    boolean inverted = layout.photometric() == TiffLayout.WHITE_IS_ZERO;
    byte[] rgb = new byte[3 * levels.length];
    for (int i = 0; i < rgb.length; i++) {
      byte level = levels[i / 3];
      rgb[i] = inverted ? (byte) ~level : level;
    }
    return rgb;
  }

  private byte[] fromPalette(TiffSamples samples) throws IIOException {
    int entries = 1 << layout.bits();
    long[] map = layout.bits() > 16 ? new long[0] : page.numbers(TiffTag.COLOUR_MAP, 3 * entries);
    if (map.length < 3 * entries) {
      throw new IIOException(
          "the TIFF's palette has %d of %d values".formatted(map.length, 3L * entries));
    }
    // Values are of 16 bits; some writers give 8, as libtiff knows.
    boolean narrow = true;
    for (long value : map) {
      narrow &= value < 256;
    }
    byte[] rgb = new byte[3 * layout.width() * layout.height()];
    int[] row = new int[layout.width()];
    int to = 0;
    for (int y = 0; y < layout.height(); y++) {
      samples.readIndices(y, row);
      for (int index : row) {
        for (int colour = 0; colour < 3; colour++) {
          long value = map[colour * entries + index];
          rgb[to++] = (byte) (narrow ? value : value >> 8);
        }
      }
    }
    return rgb;
  }

  private byte[] fromCmyk(byte[] cmyk) throws IIOException {
    if (page.number(TiffTag.INK_SET, CMYK_INKS) != CMYK_INKS) {
      throw new IIOException("the TIFF's inks are not CMYK");
    }
    Optional<byte[]> icc = page.bytes(TiffTag.ICC_PROFILE);
    Optional<ColourProfile> profile =
        icc.flatMap(bytes -> ColourProfile.of(bytes, ColourProfile.Kind.CMYK));
    if (profile.isPresent()) {
      return profile.get().convert(cmyk, cmyk.length / 4);
    }
    if (icc.isPresent()) {
      oddities.accept(Oddity.PROFILE_IGNORED);
    }
    byte[] rgb = new byte[cmyk.length / 4 * 3];
    for (int i = 0; i < rgb.length; i++) {
      int ink = cmyk[i / 3 * 4 + i % 3] & 0xff;
      int black = cmyk[i / 3 * 4 + 3] & 0xff;
      rgb[i] = (byte) (((255 - ink) * (255 - black) + 127) / 255);
    }
    return rgb;
  }

  /** A band is alpha where the file says so, and nowhere else. */
  private void layOnWhite(byte[] rgb, TiffSamples samples) {
    OptionalInt band = alphaBand();
    if (band.isEmpty()) {
      return;
    }
    long[] extra = page.numbers(TiffTag.EXTRA_SAMPLES, layout.bands());
    boolean associated = extra[band.getAsInt() - colours()] == ASSOCIATED_ALPHA;
    byte[] alpha = samples.fullRangeLevels(band.getAsInt());
    for (int i = 0; i < rgb.length; i++) {
      int opacity = alpha[i / 3] & 0xff;
      int level = rgb[i] & 0xff;
      int lit = associated ? 255 * level : level * opacity;
      rgb[i] = (byte) Math.min((lit + WHITE * (255 - opacity) + 127) / 255, 255);
    }
  }

  private OptionalInt alphaBand() {
    long[] extra = page.numbers(TiffTag.EXTRA_SAMPLES, layout.bands() - colours());
    for (int i = 0; i < extra.length; i++) {
      if (extra[i] == ASSOCIATED_ALPHA || extra[i] == UNASSOCIATED_ALPHA) {
        return OptionalInt.of(colours() + i);
      }
    }
    return OptionalInt.empty();
  }
}
