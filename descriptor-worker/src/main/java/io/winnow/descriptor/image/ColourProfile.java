package io.winnow.descriptor.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An ICC profile that came with a picture. One rule for all formats: a profile of the picture's own
 * kind of colours is applied; any other, and any that is broken, is ignored, as browsers do.
 */
final class ColourProfile {

  /** Larger than any that is in use; what is compressed is not inflated further. */
  static final int MAX_BYTES = 4 << 20;

  private static final int HEADER_BYTES = 128;
  private static final int SIGNATURE_AT = 36;
  private static final int SIGNATURE = 0x61637370; // "acsp"
  private static final int CHUNK_PIXELS = 1 << 16;
  private static final int STEPS = 9;
  private static final int IDENTITY_TOLERANCE = 2;

  /** The colours that a profile speaks of: their number of samples. */
  enum Kind {
    GREY(ColorSpace.TYPE_GRAY, 1),
    RGB(ColorSpace.TYPE_RGB, 3),
    CMYK(ColorSpace.TYPE_CMYK, 4);

    private final int type;
    private final int samples;

    Kind(int type, int samples) {
      this.type = type;
      this.samples = samples;
    }
  }

  private final ICC_Profile profile;
  private final Kind kind;

  private ColourProfile(ICC_Profile profile, Kind kind) {
    this.profile = profile;
    this.kind = kind;
  }

  /**
   * A usable profile.
   *
   * @param kind of the picture's colours
   * @return nothing if the bytes are no profile, a broken one, or one of other colours
   */
  static Optional<ColourProfile> of(byte[] icc, Kind kind) {
    if (icc.length < HEADER_BYTES
        || icc.length > MAX_BYTES
        || ByteBuffer.wrap(icc).getInt(0) != icc.length
        || ByteBuffer.wrap(icc).getInt(SIGNATURE_AT) != SIGNATURE) {
      return Optional.empty();
    }
    try {
      ICC_Profile profile = ICC_Profile.getInstance(icc);
      if (profile.getColorSpaceType() != kind.type || profile.getNumComponents() != kind.samples) {
        return Optional.empty();
      }
      ColourProfile usable = new ColourProfile(profile, kind);
      usable.convert(new byte[kind.samples], 1); // what is broken inside shows only now
      return Optional.of(usable);
    } catch (RuntimeException e) {
      // Illegal arguments and errors of the colour management, by the place of the damage.
      return Optional.empty();
    }
  }

  /** Whether conversion changes no colour visibly: a profile of sRGB, whoever made it. */
  boolean isIdentity() {
    if (kind != Kind.RGB) {
      return false;
    }
    byte[] colours = new byte[3 * STEPS * STEPS * STEPS];
    for (int i = 0; i < colours.length / 3; i++) {
      colours[3 * i] = level(i / (STEPS * STEPS));
      colours[3 * i + 1] = level(i / STEPS % STEPS);
      colours[3 * i + 2] = level(i % STEPS);
    }
    byte[] converted = convert(colours, colours.length / 3);
    for (int i = 0; i < colours.length; i++) {
      if (Math.abs((colours[i] & 0xff) - (converted[i] & 0xff)) > IDENTITY_TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private static byte level(int step) {
    return (byte) (step * 255 / (STEPS - 1));
  }

  /**
   * Converts a picture of 8-bit RGB, or of grey repeated three times, in place.
   *
   * @throws java.awt.color.CMMException if the colour management fails
   */
  void apply(byte[] rgb) {
    if (kind == Kind.GREY) {
      applyGrey(rgb);
      return;
    }
    if (kind != Kind.RGB) {
      throw new IllegalStateException("a profile of " + kind + " for RGB");
    }
    if (isIdentity()) {
      return;
    }
    byte[] chunk = new byte[3 * CHUNK_PIXELS];
    for (int from = 0; from < rgb.length; from += chunk.length) {
      int length = Math.min(chunk.length, rgb.length - from);
      System.arraycopy(rgb, from, chunk, 0, length);
      System.arraycopy(convert(chunk, length / 3), 0, rgb, from, length);
    }
  }

  private void applyGrey(byte[] rgb) {
    byte[] levels = new byte[256];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) i;
    }
    byte[] converted = convert(levels, levels.length);
    for (int i = 0; i < rgb.length; i += 3) {
      System.arraycopy(converted, 3 * (rgb[i] & 0xff), rgb, i, 3);
    }
  }

  /**
   * Colours in sRGB.
   *
   * @param samples interleaved, as many a pixel as the kind of colours has
   */
  byte[] convert(byte[] samples, int pixels) {
    WritableRaster from = interleaved(samples, pixels, kind.samples);
    byte[] rgb = new byte[3 * pixels];
    ColorSpace own = new ICC_ColorSpace(profile);
    new ColorConvertOp(own, ColorSpace.getInstance(ColorSpace.CS_sRGB), null)
        .filter(from, interleaved(rgb, pixels, 3));
    return rgb;
  }

  private static WritableRaster interleaved(byte[] samples, int pixels, int bands) {
    int[] offsets = new int[bands];
    for (int i = 0; i < bands; i++) {
      offsets[i] = i;
    }
    DataBuffer buffer = new DataBufferByte(samples, bands * pixels);
    return Raster.createInterleavedRaster(buffer, pixels, 1, bands * pixels, bands, offsets, null);
  }
}
