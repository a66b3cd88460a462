package io.winnow.benchmarks.experiment.learner;

import java.util.Random;

/** Endless batches: every item once per pass, each pass in a new random order. */
final class Passes {
  private final int[] items;
  private final Random random;
  private int at;

  Passes(int[] items, Random random) {
    this.items = items.clone();
    this.random = random;
    this.at = this.items.length;
  }

  /** The next items; a batch may straddle two passes. */
  int[] next(int count) {
    int[] batch = new int[count];
    for (int i = 0; i < count; i++) {
      if (at == items.length) {
        shuffle();
        at = 0;
      }
      batch[i] = items[at++];
    }
    return batch;
  }

  private void shuffle() {
    for (int i = items.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
  }
}
