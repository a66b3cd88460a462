package io.winnow.descriptor.source;

import java.io.IOException;

/** A server answered that it cannot serve the image now. */
class StatusException extends IOException {

  private static final long serialVersionUID = 1L;

  StatusException(String answer) {
    super(answer);
  }
}
