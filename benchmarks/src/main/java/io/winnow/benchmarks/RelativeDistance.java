package io.winnow.benchmarks;

/** How far one engine's maps are from another's. */
final class RelativeDistance {

  private RelativeDistance() {}

  /**
   * The largest of the pictures' {@code ||actual - expected|| / ||expected||}, Euclidean norms.
   *
   * @param actual maps of all pictures, one after the other
   * @param expected as many values
   * @throws BenchmarkException where the lengths differ, or a picture's expected map is all zeros
   *     or either has a value that is no number
   */
  static double largest(float[] actual, float[] expected, int pictures) {
    if (actual.length != expected.length || expected.length % pictures != 0) {
      throw new BenchmarkException(
          "maps of %d pictures have %d and %d values"
              .formatted(pictures, actual.length, expected.length));
    }
    int length = expected.length / pictures;
    double largest = 0;
    for (int p = 0; p < pictures; p++) {
      double distance = distance(actual, expected, p * length, length);
      if (!Double.isFinite(distance)) {
        throw new BenchmarkException("the maps of picture %d cannot be compared".formatted(p));
      }
      largest = Math.max(largest, distance);
    }
    return largest;
  }

  private static double distance(float[] actual, float[] expected, int from, int length) {
    double difference = 0;
    double norm = 0;
    for (int i = from; i < from + length; i++) {
      double d = (double) actual[i] - expected[i];
      difference += d * d;
      norm += (double) expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }
}
