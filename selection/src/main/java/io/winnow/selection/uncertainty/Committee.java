package io.winnow.selection.uncertainty;

/**
 * A committee of models, each of which scores every image in an event of its own.
 *
 * @param size members, at least 2
 * @param minimum members with which an image is ranked when a round opens although others are
 *     missing, within 1..size
 */
public record Committee(int size, int minimum) {

  /**
   * @throws IllegalArgumentException naming what is out of range
   */
  public Committee {
    if (size < 2) {
      throw new IllegalArgumentException("committeeSize " + size + " must be at least 2");
    }
    if (minimum < 1 || minimum > size) {
      throw new IllegalArgumentException(
          "committeeMinimum " + minimum + " must be within 1.." + size);
    }
  }
}
