package io.winnow.descriptor.image;

import java.util.Locale;

/**
 * Something wrong beside a picture's pixels, which do not suffer from it: the picture is described,
 * the oddity counted.
 */
public enum Oddity {
  /** A colour profile that is empty, truncated, incomplete or of another colour space. */
  PROFILE_IGNORED,
  /** A JPEG of which nothing but the end marker is missing. */
  END_MISSING;

  /** The value of the metric tag: lower case, with hyphens. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
