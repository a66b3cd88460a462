package io.winnow.selection.digest;

/** A version of evidence, measure or resampler whose code this software does not have. */
public final class UnsupportedVersionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  /**
   * @param message which version of what, and which there are, in one line
   */
  public UnsupportedVersionException(String message) {
    super(message);
  }
}
