package io.winnow.descriptor.encoder;

import java.util.Arrays;
import java.util.Random;

/** Draws from a numbered population so that a seed says exactly which members were taken. */
public final class SeededSample {

  private SeededSample() {}

  /**
   * Draws without replacement.
   *
   * @param population number of members
   * @param count how many to draw, at most {@code population}
   * @param seed seed of the draw
   * @return indices in the order drawn
   */
  public static int[] indices(int population, int count, long seed) {
    if (count < 0 || count > population) {
      throw new IllegalArgumentException(
          "cannot draw " + count + " of a population of " + population);
    }
    return Arrays.copyOf(order(population, new Random(seed)), count);
  }

  /** All indices in random order (Fisher and Yates, inside out). */
  public static int[] order(int population, Random random) {
    int[] order = new int[population];
    for (int i = 0; i < population; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
