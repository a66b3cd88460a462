package io.winnow.selection.uncertainty;

/** What one model said about an image. */
public interface Opinion {

  /** Name of the committee member, or null where the model is not one of a committee. */
  String member();

  /** What it said. */
  Prediction prediction();
}
