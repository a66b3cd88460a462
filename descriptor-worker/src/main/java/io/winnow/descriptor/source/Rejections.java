package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;

/** Refusals that several sources share. */
final class Rejections {

  private Rejections() {}

  static ImageRejectedException tooManyBytes(String what, int maxBytes) {
    return new ImageRejectedException(
        RejectionKind.TOO_MANY_BYTES,
        "%s has more than %d bytes (max.image.bytes)".formatted(what, maxBytes));
  }

  static ImageRejectedException invalid(ImageAddress address, String why) {
    return new ImageRejectedException(RejectionKind.INVALID_SOURCE, address.shown() + " " + why);
  }

  static ImageRejectedException unreachable(ImageAddress address, String why, Throwable cause) {
    return new ImageRejectedException(
        RejectionKind.UNREACHABLE, ShownAddress.text(address.shown() + " " + why), cause);
  }
}
