package io.winnow.selection.uncertainty;

/**
 * An uncertainty computed by the model's owner.
 *
 * @param name of the owner's measure, for the record; not blank
 * @param value the score, finite
 * @param higherIsMoreUncertain false where the smallest value is the most uncertain
 */
public record PrecomputedUncertainty(String name, double value, boolean higherIsMoreUncertain)
    implements Prediction {
  public PrecomputedUncertainty {
    if (name == null || name.isBlank()) {
      throw new InvalidPredictionException("precomputed uncertainty without a name");
    }
    if (!Double.isFinite(value)) {
      throw new InvalidPredictionException("precomputed uncertainty '" + name + "' is " + value);
    }
  }

  /**
   * The score, larger being more uncertain; never {@code -0.0}, so equal scores have equal bits.
   */
  double oriented() {
    return (higherIsMoreUncertain ? value : -value) + 0.0;
  }
}
