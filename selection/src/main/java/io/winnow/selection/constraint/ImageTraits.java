package io.winnow.selection.constraint;

import java.util.Map;

/**
 * What limits group an image by.
 *
 * @param predictedClass class of the largest probability, or null
 * @param uri where the picture lies, or null
 * @param attributes the producer's metadata
 */
public record ImageTraits(String predictedClass, String uri, Map<String, String> attributes) {

  /** Returns the URI without its last segment, or null. */
  String source() {
    if (uri == null) {
      return null;
    }
    int end = uri.length();
    while (end > 0 && uri.charAt(end - 1) == '/') {
      end--;
    }
    return uri.substring(0, uri.lastIndexOf('/', end - 1) + 1);
  }
}
