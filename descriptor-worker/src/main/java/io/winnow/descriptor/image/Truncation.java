package io.winnow.descriptor.image;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Hears of truncated JPEGs. Their reader fills what is missing with grey and only warns; such a
 * picture would get the descriptor of something nobody photographed.
 */
final class Truncation implements IIOReadWarningListener {

  private String message;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (message == null && (text.contains("truncated") || text.contains("premature end"))) {
      message = warning;
    }
  }

  boolean seen() {
    return message != null;
  }

  String message() {
    return message;
  }
}
