package io.winnow.descriptor.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the first bytes of an image claim it to be; the values of the metric tag {@code format}.
 * JPEG to TIFF are read, the others are known by name, so that a rejection can say what it was.
 */
public enum EncodedFormat {
  JPEG("\u00ff\u00d8\u00ff"),
  PNG("\u0089PNG\r\n"),
  GIF("GIF8"),
  BMP("BM"),
  WEBP("RIFF") {
    @Override
    boolean matches(byte[] encoded) {
      return super.matches(encoded) && startsWith(encoded, 8, "WEBP");
    }
  },
  TIFF("II*\0") {
    @Override
    boolean matches(byte[] encoded) {
      return super.matches(encoded)
          || startsWith(encoded, 0, "MM\0*")
          || startsWith(encoded, 0, "II+\0")
          || startsWith(encoded, 0, "MM\0+");
    }
  },
  AVIF("") {
    @Override
    boolean matches(byte[] encoded) {
      return hasBrand(encoded, "avif", "avis");
    }
  },
  HEIC("") {
    @Override
    boolean matches(byte[] encoded) {
      return hasBrand(encoded, "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
    }
  },
  JPEG_XL("\0\0\0\fJXL ") {
    @Override
    boolean matches(byte[] encoded) {
      return super.matches(encoded) || startsWith(encoded, 0, "\u00ff\n");
    }
  },
  JPEG_2000("\0\0\0\fjP  ") {
    @Override
    boolean matches(byte[] encoded) {
      return super.matches(encoded) || startsWith(encoded, 0, "\u00ff\u004f\u00ff\u0051");
    }
  },
  JPEG_XR("II\u00bc"),
  PHOTOSHOP("8BPS"),
  OPENEXR("v/1\u0001"),
  RADIANCE_HDR("#?R"),
  QOI("qoif"),
  ICO("\0\0\u0001\0"),
  PNM("P") {
    @Override
    boolean matches(byte[] encoded) {
      return super.matches(encoded)
          && encoded.length > 2
          && encoded[1] >= '1'
          && encoded[1] <= '7'
          && Character.isWhitespace(encoded[2]);
    }
  },
  PDF("%PDF"),
  SVG("<svg"),
  DICOM("") {
    @Override
    boolean matches(byte[] encoded) {
      return startsWith(encoded, 128, "DICM");
    }
  },
  /** None of the above. */
  OTHER(""),
  /** There are no bytes: the image was not read. */
  NONE("");

  private static final int MAX_BRANDS = 256; // bytes of the box that are looked at

  private final String start;

  /**
   * @param start first bytes, as ISO-8859-1
   */
  EncodedFormat(String start) {
    this.start = start;
  }

  /** The format that the bytes claim, {@link #OTHER} if none, {@link #NONE} if there are none. */
  public static EncodedFormat of(byte[] encoded) {
    if (encoded.length == 0) {
      return NONE;
    }
    return Arrays.stream(values())
        .filter(format -> format.matches(encoded))
        .findFirst()
        .orElse(OTHER);
  }

  boolean matches(byte[] encoded) {
    return startsWith(encoded, 0, start);
  }

  private static boolean startsWith(byte[] encoded, int offset, String expected) {
    byte[] bytes = expected.getBytes(StandardCharsets.ISO_8859_1);
    int end = offset + bytes.length;
    return encoded.length >= end && Arrays.equals(encoded, offset, end, bytes, 0, bytes.length);
  }

  /** ISO base media files name what they are: the main brand, or one that it is compatible with. */
  private static boolean hasBrand(byte[] encoded, String... brands) {
    if (!startsWith(encoded, 4, "ftyp")) {
      return false;
    }
    int boxEnd = Math.min(encoded.length, Math.min(ByteBuffer.wrap(encoded).getInt(), MAX_BRANDS));
    for (int at = 8; at + 4 <= boxEnd; at += 4) {
      int brandAt = at;
      // Between the main brand and the others lies a version.
      if (at != 12
          && Arrays.stream(brands).anyMatch(brand -> startsWith(encoded, brandAt, brand))) {
        return true;
      }
    }
    return false;
  }

  /** What people call it: JPEG, WEBP, JPEG XL. */
  String title() {
    return name().replace('_', ' ');
  }

  /** The value of the metric tag: lower case, with hyphens. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
