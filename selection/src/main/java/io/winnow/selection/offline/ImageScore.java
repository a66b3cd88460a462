package io.winnow.selection.offline;

import io.winnow.selection.uncertainty.Opinion;
import io.winnow.selection.uncertainty.Prediction;
import java.util.Map;
import java.util.Objects;

/**
 * What a model said about an image.
 *
 * @param imageId the image, not empty
 * @param member committee member, or null where the model is not one of a committee
 * @param prediction what it said
 * @param uri where the picture lies, or null; needed for limits by source
 * @param attributes metadata of the image; needed for filters and for limits by attribute
 */
public record ImageScore(
    String imageId,
    String member,
    Prediction prediction,
    String uri,
    Map<String, String> attributes)
    implements Opinion {

  /**
   * @throws InvalidInputException if there is no image id
   */
  public ImageScore {
    Objects.requireNonNull(prediction, "prediction");
    if (imageId == null || imageId.isEmpty()) {
      throw new InvalidInputException("a score without an image id");
    }
    attributes = Map.copyOf(attributes);
  }

  /** A single model's score of an image of which nothing else is known. */
  public static ImageScore of(String imageId, Prediction prediction) {
    return new ImageScore(imageId, null, prediction, null, Map.of());
  }
}
