package io.winnow.selection.uncertainty;

import io.winnow.selection.digest.UnsupportedVersionException;

/**
 * Uncertainty of a prediction: larger is more uncertain, whatever the sign in the paper.
 *
 * <p>Values are finite, never {@code -0.0} and the same bits on every JVM: logarithms come from
 * {@link StrictMath} and sums run in the order of the prediction. All but {@link
 * #PAPER_LITERAL_MARGIN} and {@link #PRECOMPUTED} are never negative: rounding of a sum slightly
 * above 1 is cut off at 0.
 */
public enum Measure implements Labelled {
  /** 1 − p₁ (equation 10); over the boxes of a detection: RLC (equation 13). */
  LEAST_CONFIDENCE("least-confidence"),

  /**
   * 1 − (p₁ − p₂); over the boxes: RMS. The paper's C − C′ (equations 11 and 14) has the other
   * sign.
   */
  MARGIN("margin"),

  /**
   * −(p₁ − p₂), so that equation 14 is taken at its word: images by ascending Σ(p₁ − p₂). Never
   * positive; the more boxes, the less uncertain. The same order as {@link #MARGIN} for
   * classifications.
   */
  PAPER_LITERAL_MARGIN("paper-literal-margin"),

  /**
   * −Σ p ln p in nats with 0 · ln 0 = 0; over the boxes: RES. The paper's Σ p ln p (equations 12
   * and 15) has the other sign: taken at its word it would prefer the most certain images, so it is
   * read as a slip.
   */
  ENTROPY("entropy"),

  /**
   * −Σ v ln v over the shares v of the committee's votes, a vote being a member's class of largest
   * probability (Dagan and Engelson 1995). Within 0..ln of the number of members.
   */
  VOTE_ENTROPY("vote-entropy"),

  /** The mean of the members' entropies: what is uncertain whichever member one asks. */
  MEAN_ENTROPY("mean-entropy"),

  /**
   * Entropy of the mean distribution minus {@link #MEAN_ENTROPY}: how much the members contradict
   * each other (BALD, Houlsby et al. 2011; Gal et al. 2017).
   */
  MUTUAL_INFORMATION("mutual-information"),

  /** 1 − the largest share of votes (Freeman 1965). */
  VARIATION_RATIO("variation-ratio"),

  /** The owner's score, turned so that larger is more uncertain. */
  PRECOMPUTED("precomputed");

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * Returns the version of its code. A measure whose values change is another one of the same label
   * and a higher version, and the old one stays for rounds of the past.
   */
  public int version() {
    return 1;
  }

  /**
   * Returns the measure with that label and version.
   *
   * @throws UnsupportedVersionException if the measure is not there in that version
   * @throws IllegalArgumentException if there is none of that label; the message lists those there
   *     are
   */
  public static Measure named(String name, int version) {
    Measure measure = named(name);
    if (version != measure.version()) {
      throw new UnsupportedVersionException(
          "measure "
              + name
              + " is asked for in version "
              + version
              + ", this software has version "
              + measure.version());
    }
    return measure;
  }

  /** Whether it is defined for several members only. */
  public boolean needsCommittee() {
    return switch (this) {
      case VOTE_ENTROPY, MEAN_ENTROPY, MUTUAL_INFORMATION, VARIATION_RATIO -> true;
      case LEAST_CONFIDENCE, MARGIN, PAPER_LITERAL_MARGIN, ENTROPY, PRECOMPUTED -> false;
    };
  }

  /**
   * The measure with that {@link #label()}.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Measure named(String name) {
    return Labelled.named("measure", values(), name);
  }
}
