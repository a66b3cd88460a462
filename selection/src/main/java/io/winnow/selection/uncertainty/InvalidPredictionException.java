package io.winnow.selection.uncertainty;

/** A prediction that no uncertainty can be computed from; the message is one line. */
public final class InvalidPredictionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidPredictionException(String reason) {
    super(reason);
  }
}
