package io.winnow.selection.uncertainty;

import java.util.Arrays;

/**
 * One detected object. Coordinates are shares of the image, origin at the top left.
 *
 * @param x left edge, in [0, 1]
 * @param y top edge, in [0, 1]
 * @param width in (0, 1]; {@code x + width} may exceed 1 by {@value #EDGE_TOLERANCE} at most
 * @param height in (0, 1]; {@code y + height} may exceed 1 by {@value #EDGE_TOLERANCE} at most
 * @param probabilities as in {@link Classification}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals
public record DetectedBox(double x, double y, double width, double height, double[] probabilities) {
  /** Room for the rounding of pixel coordinates divided in float32. */
  static final double EDGE_TOLERANCE = 1e-6;

  public DetectedBox {
    checkSpan("x", x, "width", width);
    checkSpan("y", y, "height", height);
    probabilities = ClassDistribution.checkedProbabilities(probabilities);
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

  @Override
  public boolean equals(Object other) {
    return other instanceof DetectedBox that
        && Double.compare(x, that.x) == 0
        && Double.compare(y, that.y) == 0
        && Double.compare(width, that.width) == 0
        && Double.compare(height, that.height) == 0
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new double[] {x, y, width, height}) * 31
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
        + ", probabilities="
        + Arrays.toString(probabilities)
        + "]";
  }
}
