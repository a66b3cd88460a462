package io.winnow.selection.ledger;

import io.winnow.selection.uncertainty.Opinion;
import io.winnow.selection.uncertainty.Prediction;

/**
 * What a model said about an image.
 *
 * @param model name of the model
 * @param modelVersion version of the model
 * @param member committee member, or null
 * @param scoredAt event time, milliseconds since the epoch
 * @param prediction the prediction
 */
public record Score(
    String model, String modelVersion, String member, long scoredAt, Prediction prediction)
    implements Opinion {

  /** Returns {@code model@version}, as manifests name it. */
  public String modelAtVersion() {
    return model + "@" + modelVersion;
  }
}
