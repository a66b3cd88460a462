package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;

/** How far two feature maps are apart. */
final class MapDistance {

  private MapDistance() {}

  /** Euclidean norm of the difference over that of what is expected. */
  static double relative(float[] expected, float[] actual) {
    assertThat(actual).hasSameSizeAs(expected);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      double d = (double) expected[i] - actual[i];
      difference += d * d;
      norm += (double) expected[i] * expected[i];
    }
    assertThat(norm).isPositive();
    return Math.sqrt(difference / norm);
  }
}
