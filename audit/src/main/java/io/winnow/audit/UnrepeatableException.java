package io.winnow.audit;

/** A round cannot be decided again from what is recorded, though nothing contradicts it. */
final class UnrepeatableException extends ReplayException {

  private static final long serialVersionUID = 1;

  UnrepeatableException(String message) {
    super(message);
  }
}
