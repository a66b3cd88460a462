package io.winnow.audit;

/** Records do not make a round; the message says in one line why. */
class ReplayException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ReplayException(String message) {
    super(message);
  }

  ReplayException(String message, Throwable cause) {
    super(message, cause);
  }
}
