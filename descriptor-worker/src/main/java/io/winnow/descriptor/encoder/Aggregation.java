package io.winnow.descriptor.encoder;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * How the maps of an image become a vector, before normalisation and PCA. {@code flatten} and
 * {@code grid G} carry the chosen channels, {@code pwa} weighs all channels by the chosen ones, and
 * {@code mac}, {@code r-mac}, {@code spoc} and {@code crow} take all channels whatever was chosen.
 */
public sealed interface Aggregation permits GridPooling, PartWeighting, ChannelPooling {

  /** Flattens every cell of the coarsest map (the paper's literal reading). */
  Aggregation FLATTEN = new GridPooling(0);

  /** Average pooling to {@code cells x cells} before flattening. */
  static Aggregation grid(int cells) {
    if (cells < 1) {
      throw new IllegalArgumentException("grid must be at least 1, got " + cells);
    }
    return new GridPooling(cells);
  }

  /**
   * Parses {@code flatten}, {@code grid 4}, {@code pwa}, {@code mac}, {@code r-mac}, {@code spoc}
   * or {@code crow}.
   *
   * @throws IllegalArgumentException for any other text, naming it
   */
  static Aggregation parse(String text) {
    if (text.startsWith(GridPooling.PREFIX)) {
      try {
        return grid(Integer.parseInt(text.substring(GridPooling.PREFIX.length()).trim()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("bad aggregation '" + text + "'", e);
      }
    }
    return switch (text) {
      case "flatten" -> FLATTEN;
      case "pwa" -> new PartWeighting();
      case "mac" -> ChannelPooling.MAC;
      case "r-mac" -> ChannelPooling.R_MAC;
      case "spoc" -> ChannelPooling.SPOC;
      case "crow" -> ChannelPooling.CROW;
      default ->
          throw new IllegalArgumentException(
              "unknown aggregation '"
                  + text
                  + "', known: flatten, grid <cells>, pwa, mac, r-mac, spoc, crow");
    };
  }

  /** The text that {@link #parse} reads. */
  @JsonValue
  String text();

  /**
   * Length of the vector.
   *
   * @throws EncoderException when the maps are too small for this aggregation
   */
  int featureSize(List<LayerMap> layers);

  /** The vector of image n: {@code featureSize} values, not normalised. */
  double[] aggregate(List<LayerMap> layers, int n);
}
