package io.winnow.selection.limit;

/** Input that would make what is kept of it too large; the message begins with the limit's name. */
public final class SizeLimitException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  SizeLimitException(String limit, String what, long found, long allowed) {
    super(limit + ": " + what + " is " + found + ", at most " + allowed + " is taken");
  }
}
