package io.winnow.selection.query;

import io.winnow.selection.constraint.ImageTraits;
import io.winnow.selection.resampling.ShortlistedCandidate;
import io.winnow.selection.uncertainty.PredictedClass;
import io.winnow.selection.uncertainty.Prediction;
import java.util.Map;

/**
 * A candidate with all that its selection can depend on.
 *
 * @param shortlisted image id, uncertainty and descriptor
 * @param traits what limits group it by
 */
public record QueryCandidate(ShortlistedCandidate shortlisted, ImageTraits traits) {

  /**
   * @param prediction the model's, or null if there is none
   * @param uri where the picture lies, or null
   * @param attributes the producer's metadata
   */
  public static QueryCandidate of(
      ShortlistedCandidate shortlisted,
      Prediction prediction,
      String uri,
      Map<String, String> attributes) {
    String predicted = prediction == null ? null : PredictedClass.of(prediction).orElse(null);
    return new QueryCandidate(shortlisted, new ImageTraits(predicted, uri, attributes));
  }

  String imageId() {
    return shortlisted.imageId();
  }
}
