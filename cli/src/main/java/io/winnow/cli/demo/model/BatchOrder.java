package io.winnow.cli.demo.model;

import java.util.Arrays;
import java.util.Random;

/** Endless batches: every item once per pass, each pass in a new random order. */
final class BatchOrder {
  private final int[] order;
  private final int batchSize;
  private final Random random;
  private int at;

  BatchOrder(int count, int batchSize, Random random) {
    this.order = new int[count];
    Arrays.setAll(order, i -> i);
    this.batchSize = batchSize;
    this.random = random;
    shuffle();
  }

  /** The next batch. What is left of a pass and would not fill one is left out of that pass. */
  int[] next() {
    if (at + batchSize > order.length) {
      shuffle();
    }
    int[] batch = Arrays.copyOfRange(order, at, at + batchSize);
    at += batchSize;
    return batch;
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    at = 0;
  }
}
