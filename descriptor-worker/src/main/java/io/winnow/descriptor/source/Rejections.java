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
    return new ImageRejectedException(RejectionKind.INVALID_SOURCE, uri + " " + why);
  }
}
