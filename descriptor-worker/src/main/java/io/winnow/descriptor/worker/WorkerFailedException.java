package io.winnow.descriptor.worker;

/** The worker cannot start or go on; the message is one line and names what is wrong. */
public final class WorkerFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WorkerFailedException(String message) {
    super(message);
  }

  public WorkerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
