package io.winnow.descriptor.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the first bytes of an image claim it to be; the values of the metric tag {@code format}. The
 * decoder makes up its own mind.
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
      return super.matches(encoded) || startsWith(encoded, 0, "MM\0*");
    }
  },
  /** None of the above. */
  OTHER(""),
  /** There are no bytes: the image was not read. */
  NONE("");

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

  /** The value of the metric tag, in lower case. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
