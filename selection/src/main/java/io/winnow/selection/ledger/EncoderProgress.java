package io.winnow.selection.ledger;

/**
 * How far the next encoder of a pool has come.
 *
 * @param described open images with a descriptor of the present or the next encoder
 * @param byNext those of them with a descriptor of the next encoder
 */
public record EncoderProgress(long described, long byNext) {

  /** No image is described. */
  public static final EncoderProgress NONE = new EncoderProgress(0, 0);

  /** Returns the progress over both parts of a pool. */
  public EncoderProgress plus(EncoderProgress other) {
    return new EncoderProgress(described + other.described, byNext + other.byNext);
  }

  /**
   * Returns whether the next encoder has described the share of the described images. An empty pool
   * has reached no share: there is nothing to go over with, and its first images may still come.
   */
  public boolean reaches(double share) {
    return described > 0 && byNext >= share * described;
  }

  EncoderProgress moved(Placement before, Placement after) {
    return new EncoderProgress(
        described + change(before.describedByAny(), after.describedByAny()),
        byNext + change(before.describedByNext(), after.describedByNext()));
  }

  private static long change(boolean before, boolean after) {
    return (after ? 1L : 0L) - (before ? 1L : 0L);
  }
}
