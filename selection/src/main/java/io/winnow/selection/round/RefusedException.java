package io.winnow.selection.round;

/**
 * A policy, request, report or command that cannot be obeyed as things are. Nothing was changed;
 * the message says in one line why.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public RefusedException(String reason) {
    super(reason);
  }
}
