package io.winnow.integration;

import io.winnow.schemas.Classification;
import io.winnow.schemas.ModelScored;
import java.util.List;

/** Predictions of a model that knows two classes. */
final class Scores {

  private Scores() {}

  /** A valid score; the closer {@code yes} is to one half, the more uncertain. */
  static ModelScored of(String pool, double yes) {
    return ModelScored.newBuilder()
        .setPool(pool)
        .setModel("net")
        .setModelVersion("1")
        .setPrediction(new Classification(List.of("yes", "no"), List.of(yes, 1 - yes)))
        .build();
  }
}
