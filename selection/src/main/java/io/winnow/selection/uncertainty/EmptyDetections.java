package io.winnow.selection.uncertainty;

/** What an image is in which the detector found nothing: its sum over boxes is undefined. */
public enum EmptyDetections implements Labelled {
  /** Not ranked; counted as without uncertainty. */
  SKIP("skip"),
  /** Ranked before all others. */
  MOST_UNCERTAIN("most-uncertain");

  private final String label;

  EmptyDetections(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  public static EmptyDetections named(String name) {
    return Labelled.named("treatment of empty detections", values(), name);
  }
}
