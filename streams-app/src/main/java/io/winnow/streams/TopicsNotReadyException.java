package io.winnow.streams;

import java.util.List;

/** Topics are missing or set up wrongly; the message says which, how, and what mends it. */
public final class TopicsNotReadyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TopicsNotReadyException(List<String> problems) {
    super(String.join("; ", problems));
  }
}
