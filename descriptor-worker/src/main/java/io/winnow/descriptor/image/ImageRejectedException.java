package io.winnow.descriptor.image;

import java.util.Objects;

/**
 * An image that will never get a descriptor, however often it is tried. The message is one line
 * that names the offending thing; it becomes the reason of the dead letter.
 */
public final class ImageRejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectionKind kind;

  public ImageRejectedException(RejectionKind kind, String reason) {
    this(kind, reason, null);
  }

  public ImageRejectedException(RejectionKind kind, String reason, Throwable cause) {
    super(oneLine(reason), cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public RejectionKind kind() {
    return kind;
  }

  // Codec messages and uris come from outside: a line break in one must not forge a log line.
  private static String oneLine(String reason) {
    return reason.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
