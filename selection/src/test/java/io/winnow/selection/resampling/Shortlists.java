package io.winnow.selection.resampling;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random shortlists for tests. */
final class Shortlists {
  /** What the vectors look like. */
  enum Shape {
    /** Unit vectors in every direction. */
    SCATTERED,
    /** Unit vectors in a few dense clusters, where suppression cascades. */
    CLUSTERED,
    /** Entries of −1, 0 and 1: few distinct dot products, repeated vectors. */
    TIED
  }

  private Shortlists() {}

  static Shortlist random(SplittableRandom random, Shape shape, int size, int dimension) {
    List<float[]> centres = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      centres.add(direction(random, dimension));
    }
    List<ShortlistedCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      float[] vector =
          switch (shape) {
            case SCATTERED -> direction(random, dimension);
            case CLUSTERED -> near(random, centres.get(random.nextInt(centres.size())));
            case TIED -> signs(random, dimension);
          };
      double uncertainty = shape == Shape.TIED ? random.nextInt(3) : random.nextDouble();
      candidates.add(new ShortlistedCandidate("img-" + i, uncertainty, vector));
    }
    return sorted(candidates);
  }

  static Shortlist sorted(List<ShortlistedCandidate> candidates) {
    return new Shortlist(
        candidates.stream()
            .sorted(
                (a, b) ->
                    RankingOrder.compare(
                        a.uncertainty(), a.imageId(), b.uncertainty(), b.imageId()))
            .toList());
  }

  private static float[] direction(SplittableRandom random, int dimension) {
    float[] vector = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      vector[d] = (float) random.nextDouble(-1, 1);
    }
    return unit(vector);
  }

  private static float[] near(SplittableRandom random, float[] centre) {
    float spread = (float) random.nextDouble(0.3);
    float[] vector = centre.clone();
    for (int d = 0; d < vector.length; d++) {
      vector[d] += spread * (float) random.nextDouble(-1, 1);
    }
    return unit(vector);
  }

  private static float[] signs(SplittableRandom random, int dimension) {
    float[] vector = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      vector[d] = random.nextInt(3) - 1;
    }
    return vector;
  }

  private static float[] unit(float[] vector) {
    double squared = 0;
    for (float entry : vector) {
      squared += entry * entry;
    }
    float[] unit = new float[vector.length];
    for (int d = 0; d < vector.length; d++) {
      unit[d] = (float) (vector[d] / Math.sqrt(squared));
    }
    return unit;
  }
}
