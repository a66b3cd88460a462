package io.winnow.benchmarks.experiment;

import java.io.IOException;

/** Chooses the images of one round after the other. */
interface QuerySelector {

  /**
   * What a round chose.
   *
   * @param positions in order of rank
   * @param looked candidates looked at
   * @param digest of the ordered selection, as manifests have it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Picks(int[] positions, int looked, String digest) {}

  /**
   * Chooses.
   *
   * @param candidates positions of the images without a label
   * @param probabilities of each of them, a row per candidate
   * @param vectors descriptors by position
   */
  Picks choose(int[] candidates, double[][] probabilities, float[][] vectors)
      throws IOException, InterruptedException;
}
