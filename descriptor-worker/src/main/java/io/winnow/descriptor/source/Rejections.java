package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.net.URI;

/** Refusals that several sources share. */
final class Rejections {

  private Rejections() {}

  static ImageRejectedException tooManyBytes(Object what, int maxBytes) {
    return new ImageRejectedException(
        RejectionKind.TOO_MANY_BYTES,
        "%s has more than %d bytes (max.image.bytes)".formatted(what, maxBytes));
  }

  static ImageRejectedException invalid(URI uri, String why) {
    return new ImageRejectedException(RejectionKind.INVALID_SOURCE, shown(uri) + " " + why);
  }

  /**
   * A uri for people to read: without the query, where signed addresses carry their signature, and
   * without user and password.
   */
  static String shown(URI uri) {
    String text = uri.toString();
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query) + "?...";
    String user = uri.getRawUserInfo();
    return user == null ? path : path.replace(user + "@", "");
  }
}
