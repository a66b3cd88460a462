package io.winnow.descriptor.backbone;

/** A backbone cannot be found, loaded or run; the message is one line and names the file. */
public final class BackboneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BackboneException(String message) {
    super(message);
  }

  public BackboneException(String message, Throwable cause) {
    super(message, cause);
  }
}
