package io.winnow.descriptor.worker;

import io.winnow.descriptor.image.EncodedFormat;
import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import io.winnow.descriptor.source.ShownAddress;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ImageRef;
import java.util.Optional;

/** How far an image record came. */
sealed interface Outcome {

  /**
   * Ready for the backbone.
   *
   * @param input what {@link ImageEncoder#prepare} made of the pixels
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would double the memory
  record Prepared(
      String imageId, ImageReceived image, ImageRef ref, EncodedFormat format, float[] input)
      implements Outcome {}

  /**
   * Has its descriptor.
   *
   * @param vector L2 norm 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would double the memory
  record Described(String imageId, ImageReceived image, ImageRef ref, float[] vector)
      implements Outcome {}

  /** Is no business of this loop: another one describes the images of its pool. */
  record Skipped() implements Outcome {}

  /**
   * Will never have one.
   *
   * @param format of the picture, {@link EncodedFormat#NONE} if it is not the picture's fault
   * @param reason one line, cut if it is long
   */
  record Rejected(
      RejectionKind kind, EncodedFormat format, String reason, Optional<Throwable> cause)
      implements Outcome {

    public Rejected {
      reason = ShownAddress.text(String.valueOf(reason));
    }

    static Rejected of(EncodedFormat format, ImageRejectedException e) {
      return new Rejected(e.kind(), format, e.getMessage(), Optional.ofNullable(e.getCause()));
    }

    static Rejected of(RejectionKind kind, Exception e) {
      return new Rejected(kind, EncodedFormat.NONE, e.getMessage(), Optional.of(e));
    }
  }
}
