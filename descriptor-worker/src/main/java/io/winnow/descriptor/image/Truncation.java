package io.winnow.descriptor.image;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Hears of truncated JPEGs. Their reader fills what is missing with grey and only warns; such a
 * picture would get the descriptor of something nobody photographed.
 */
final class Truncation implements IIOReadWarningListener {

  private static final String BEFORE_END = "extraneous bytes before marker 0xd9";

  private final boolean anyWarning;
  private String message;

  private Truncation(boolean anyWarning) {
    this.anyWarning = anyWarning;
  }

  /** Hears of pixels that are missing. */
  static Truncation seen() {
    return new Truncation(false);
  }

  /**
   * Hears of pixels that may be missing, for a file that was given its end marker: libjpeg reports
   * the first of its warnings only, so any other one may hide that. Bytes between the last pixel
   * and the end are none.
   */
  static Truncation suspected() {
    return new Truncation(true);
  }

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    boolean missing = text.contains("truncated") || text.contains("premature end");
    if (message == null && (missing || anyWarning && !text.contains(BEFORE_END))) {
      message = warning;
    }
  }

  boolean found() {
    return message != null;
  }

  String message() {
    return message;
  }
}
