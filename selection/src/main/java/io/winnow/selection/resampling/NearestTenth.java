package io.winnow.selection.resampling;

import java.util.Arrays;
import java.util.BitSet;

/** The nearest 10 % of some candidates to a pivot. */
final class NearestTenth {
  private NearestTenth() {}

  /**
   * Positions of the tenth of {@code others}, rounded down, with the largest cosines; of equal ones
   * the first.
   *
   * @param cosines to the pivot, by position
   */
  static int[] of(BitSet others, float[] cosines) {
    long[] keys =
        others.stream().mapToLong(i -> CosineOrder.descending(cosines[i], i)).sorted().toArray();
    return Arrays.stream(keys, 0, keys.length / 10).mapToInt(CosineOrder::position).toArray();
  }
}
