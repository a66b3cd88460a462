package io.winnow.selection.uncertainty;

import java.util.Arrays;

/**
 * One detected object. Coordinates are shares of the image, origin at the top left.
 *
 * @param x left edge, in [0, 1]
 * @param y top edge, in [0, 1]
 * @param width in (0, 1]; {@code x + width} may exceed 1 by {@value #EDGE_TOLERANCE} at most
 * @param height in (0, 1]; {@code y + height} may exceed 1 by {@value #EDGE_TOLERANCE} at most
 * @param scoredClass index of the class that a single score is about, or {@link #NO_SINGLE_SCORE}
 * @param probabilities one per class as in {@link Classification}; of a single score that score and
 *     1 minus it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals
public record DetectedBox(
    double x, double y, double width, double height, int scoredClass, double[] probabilities) {

  /** In place of the class of a single score: the box has a probability per class. */
  public static final int NO_SINGLE_SCORE = -1;

  /** Room for the rounding of pixel coordinates divided in float32. */
  static final double EDGE_TOLERANCE = 1e-6;

  public DetectedBox {
    checkSpan("x", x, "width", width);
    checkSpan("y", y, "height", height);
    probabilities = ClassDistribution.checkedProbabilities(probabilities);
    if (scoredClass < NO_SINGLE_SCORE
        || (scoredClass != NO_SINGLE_SCORE && probabilities.length != 2)) {
      throw new InvalidPredictionException(
          "box has a score of class " + scoredClass + " in " + probabilities.length + " parts");
    }
  }

  /** A box with a probability per class. */
  public DetectedBox(double x, double y, double width, double height, double[] probabilities) {
    this(x, y, width, height, NO_SINGLE_SCORE, probabilities);
  }

  /**
   * A box with one score.
   *
   * @param scoredClass index of the class it is about
   * @param score in [0, 1]
   */
  public static DetectedBox scored(
      double x, double y, double width, double height, int scoredClass, double score) {
    // Written so that NaN fails.
    if (!(score >= 0.0 && score <= 1.0)) {
      throw new InvalidPredictionException("box score is " + score + ", not in [0, 1]");
    }
    return new DetectedBox(
        x, y, width, height, scoredClass, new double[] {score + 0.0, 1.0 - score});
  }

  /** Whether it has a single score in place of a probability per class. */
  public boolean hasSingleScore() {
    return scoredClass != NO_SINGLE_SCORE;
  }

  private static void checkSpan(String startName, double start, String sizeName, double size) {
    // Written so that NaN fails each test.
    if (!(start >= 0.0 && start <= 1.0)) {
      throw new InvalidPredictionException("box " + startName + " is " + start + ", not in [0, 1]");
    }
    if (!(size > 0.0 && size <= 1.0)) {
      throw new InvalidPredictionException("box " + sizeName + " is " + size + ", not in (0, 1]");
    }
    if (start + size > 1.0 + EDGE_TOLERANCE) {
      throw new InvalidPredictionException(
          "box leaves the image: " + startName + " + " + sizeName + " is " + (start + size));
    }
  }

  /** A copy: a prediction never changes. */
  @Override
  public double[] probabilities() {
    return probabilities.clone();
  }

  /** The score, of a box that has a single one. */
  public double score() {
    return probabilities[0];
  }

  int probabilityCount() {
    return probabilities.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DetectedBox that
        && Double.compare(x, that.x) == 0
        && Double.compare(y, that.y) == 0
        && Double.compare(width, that.width) == 0
        && Double.compare(height, that.height) == 0
        && scoredClass == that.scoredClass
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new double[] {x, y, width, height, scoredClass}) * 31
        + Arrays.hashCode(probabilities);
  }

  @Override
  public String toString() {
    return "DetectedBox[x="
        + x
        + ", y="
        + y
        + ", width="
        + width
        + ", height="
        + height
        + ", scoredClass="
        + scoredClass
        + ", probabilities="
        + Arrays.toString(probabilities)
        + "]";
  }
}
