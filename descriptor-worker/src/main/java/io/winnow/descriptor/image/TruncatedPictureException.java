package io.winnow.descriptor.image;

import javax.imageio.IIOException;

/** A picture of which pixels are missing. */
final class TruncatedPictureException extends IIOException {

  private static final long serialVersionUID = 1L;

  TruncatedPictureException(String message) {
    super("image is truncated: " + message);
  }
}
