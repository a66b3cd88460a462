package io.winnow.streams.intake;

/** A record that cannot be used; the message is the reason of its dead letter. */
public final class RejectedRecordException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean counted;

  public RejectedRecordException(String reason) {
    super(reason);
    counted = false;
  }

  public RejectedRecordException(String reason, Throwable cause) {
    this(reason, cause, false);
  }

  private RejectedRecordException(String reason, Throwable cause, boolean counted) {
    super(reason, cause);
    this.counted = counted;
  }

  /** A record that is refused, but has been counted: what was written meanwhile stays. */
  static RejectedRecordException counted(Exception cause) {
    return new RejectedRecordException(cause.getMessage(), cause, true);
  }

  /** Whether what was written before the record was refused stays. */
  public boolean counted() {
    return counted;
  }
}
