package io.winnow.selection.uncertainty;

/** How the uncertainties of the boxes of one detection become that of the image. */
public enum BoxAggregation implements Labelled {
  /** The paper's (equations 13 to 15); favours crowded images. */
  SUM("sum"),
  /** Independent of the number of boxes. */
  MEAN("mean"),
  /** That of the most uncertain box. */
  MAX("max");

  private final String label;

  BoxAggregation(String label) {
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
  public static BoxAggregation named(String name) {
    return Labelled.named("aggregation of boxes", values(), name);
  }
}
