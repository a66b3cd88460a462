package io.winnow.descriptor.encoder;

/**
 * Weights that resample a line of {@code source} samples to {@code target}: output i is the sum of
 * {@code taps(i)[t] * input[first(i) + t]}. Pixel centres lie at half-integers; weights add to 1.
 */
final class TriangleWeights {

  private final int[] first;
  private final float[][] taps;

  private TriangleWeights(int[] first, float[][] taps) {
    this.first = first;
    this.taps = taps;
  }

  static TriangleWeights of(int source, int target) {
    double ratio = (double) source / target;
    double radius = Math.max(1.0, ratio);
    int[] first = new int[target];
    float[][] taps = new float[target][];
    for (int i = 0; i < target; i++) {
      double centre = (i + 0.5) * ratio;
      int from = Math.max(0, (int) Math.floor(centre - radius + 0.5));
      int to = Math.min(source, (int) Math.ceil(centre + radius - 0.5));
      first[i] = from;
      taps[i] = normalised(from, to, centre, radius);
    }
    return new TriangleWeights(first, taps);
  }

  private static float[] normalised(int from, int to, double centre, double radius) {
    double[] weights = new double[to - from];
    double sum = 0;
    for (int t = 0; t < weights.length; t++) {
      weights[t] = Math.max(0, 1 - Math.abs(from + t + 0.5 - centre) / radius);
      sum += weights[t];
    }
    float[] taps = new float[weights.length];
    for (int t = 0; t < taps.length; t++) {
      taps[t] = (float) (weights[t] / sum);
    }
    return taps;
  }

  int first(int output) {
    return first[output];
  }

  float[] taps(int output) {
    return taps[output];
  }
}
