package io.winnow.benchmarks;

import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.resampling.ShortlistedCandidate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded unit vectors around centres, one for about twenty of them, as pictures of a pool lie
 * around what they show; of vectors that have nothing in common nothing would be suppressed but for
 * noise. Their order is the ranking.
 */
record ClusteredVectors(List<float[]> vectors) {
  private static final int VECTORS_PER_CENTRE = 20;
  private static final double SPREAD = 0.7;

  static ClusteredVectors of(int size, int dimension) {
    SplittableRandom random = new SplittableRandom(1);
    List<double[]> centres = new ArrayList<>();
    for (int c = 0; c < Math.max(1, size / VECTORS_PER_CENTRE); c++) {
      centres.add(random.doubles(dimension, -1, 1).toArray());
    }
    List<float[]> vectors = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      vectors.add(around(centres.get(random.nextInt(centres.size())), random));
    }
    return new ClusteredVectors(vectors);
  }

  Shortlist shortlist() {
    List<ShortlistedCandidate> candidates = new ArrayList<>(vectors.size());
    for (int i = 0; i < vectors.size(); i++) {
      candidates.add(
          new ShortlistedCandidate(String.format("image-%07d", i), 1.0 - 1e-6 * i, vectors.get(i)));
    }
    return new Shortlist(candidates);
  }

  /** Writes a NumPy file with a row per vector. */
  void writeNpy(Path file) throws IOException {
    NpyFile.write(file, vectors, vectors.size(), vectors.get(0).length);
  }

  private static float[] around(double[] centre, SplittableRandom random) {
    double[] vector = new double[centre.length];
    double squared = 0;
    for (int d = 0; d < vector.length; d++) {
      vector[d] = centre[d] + SPREAD * (2 * random.nextDouble() - 1);
      squared += vector[d] * vector[d];
    }
    float[] unit = new float[vector.length];
    double length = Math.sqrt(squared);
    for (int d = 0; d < unit.length; d++) {
      unit[d] = (float) (vector[d] / length);
    }
    return unit;
  }
}
