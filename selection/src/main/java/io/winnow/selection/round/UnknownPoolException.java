package io.winnow.selection.round;

/** A round was requested of a pool without a policy. */
public final class UnknownPoolException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UnknownPoolException(String pool) {
    super("pool " + pool + " has no policy");
  }
}
