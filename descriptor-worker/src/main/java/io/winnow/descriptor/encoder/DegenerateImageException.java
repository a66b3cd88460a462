package io.winnow.descriptor.encoder;

/**
 * An image has no direction in descriptor space: its projected vector is zero or not finite, so no
 * unit vector can stand for it. A worker sends it to the dead-letter topic and describes the rest
 * of the batch again. A picture of one colour is normally not degenerate, since its projection is
 * minus the mean or more; only an image that lies exactly on the sample's mean is.
 */
public final class DegenerateImageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int index;

  public DegenerateImageException(int index, double norm) {
    super("image " + index + " of the batch has a descriptor of norm " + norm);
    this.index = index;
  }

  /** Position of the image in the batch, from 0. */
  public int index() {
    return index;
  }
}
