package io.winnow.selection.resampling;

import io.winnow.selection.similarity.SimilarityEngine;
import java.util.Arrays;
import java.util.List;

/**
 * The two candidates of smallest cosine; ties: the pair whose later member comes first, then whose
 * earlier one does.
 *
 * @param first position of the earlier one
 * @param second position of the later one
 */
record FarthestPair(int first, int second, float cosine) {
  /**
   * @param vectors at least two
   */
  static FarthestPair of(List<float[]> vectors, SimilarityEngine engine) {
    int[] partner = new int[vectors.size()];
    float[] smallest = new float[vectors.size()];
    Arrays.fill(smallest, Float.POSITIVE_INFINITY);
    engine
        .table(vectors)
        .lowerTriangle(
            (row, firstColumn, count, dots, offset) -> {
              for (int c = 0; c < count; c++) {
                if (dots[offset + c] < smallest[row]) {
                  smallest[row] = dots[offset + c];
                  partner[row] = firstColumn + c;
                }
              }
            });
    int second = 1;
    for (int i = 2; i < smallest.length; i++) {
      if (smallest[i] < smallest[second]) {
        second = i;
      }
    }
    return new FarthestPair(partner[second], second, smallest[second]);
  }
}
