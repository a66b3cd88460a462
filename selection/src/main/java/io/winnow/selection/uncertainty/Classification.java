package io.winnow.selection.uncertainty;

import java.util.Arrays;
import java.util.List;

/**
 * Class probabilities of one image.
 *
 * @param classes at least two distinct names; with a single class nothing could be uncertain
 * @param probabilities one per class and in the order of {@code classes}, each finite and not
 *     negative, summing to 1 within {@value ClassDistribution#SUM_TOLERANCE}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals
public record Classification(List<String> classes, double[] probabilities) implements Prediction {
  public Classification {
    classes = ClassDistribution.checkedClasses(classes);
    ClassDistribution.requireSeveral(classes);
    probabilities = ClassDistribution.checkedProbabilities(probabilities);
    ClassDistribution.checkLength(classes, probabilities.length, "the classification");
  }

  /** A copy: a prediction never changes. */
  @Override
  public double[] probabilities() {
    return probabilities.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Classification that
        && classes.equals(that.classes)
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return 31 * classes.hashCode() + Arrays.hashCode(probabilities);
  }

  @Override
  public String toString() {
    return "Classification[classes="
        + classes
        + ", probabilities="
        + Arrays.toString(probabilities)
        + "]";
  }
}
