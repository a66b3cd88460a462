package io.winnow.streams;

import io.winnow.schemas.serde.InnermostCause;

/** The streams instance stopped because of an error. */
public final class StreamsFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  StreamsFailedException(Throwable cause) {
    super("the streams instance failed: " + InnermostCause.words(cause), cause);
  }
}
