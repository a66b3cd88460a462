package io.winnow.streams.intake;

/** A record that cannot be used; the message is the reason of its dead letter. */
public final class RejectedRecordException extends Exception {

  private static final long serialVersionUID = 1;

  public RejectedRecordException(String reason) {
    super(reason);
  }

  public RejectedRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
