package io.winnow.cli.embedded;

/** A part of the embedded stack cannot start; the message names the part, the port or directory. */
public final class EmbeddedStackException extends RuntimeException {

  EmbeddedStackException(String message) {
    super(message);
  }

  EmbeddedStackException(String message, Throwable cause) {
    super(message, cause);
  }
}
