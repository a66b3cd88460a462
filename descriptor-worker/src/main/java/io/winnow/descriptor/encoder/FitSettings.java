package io.winnow.descriptor.encoder;

import java.util.List;

/**
 * What an encoder is fitted with.
 *
 * @param layers maps to fuse: {@code low}, {@code middle} and {@code high} stand for the backbone's
 *     own, anything else is the name of a map
 * @param channelsPerLayer channels kept of each map (k of the paper's equation 2), at least 1, or
 *     {@link #ALL_CHANNELS}
 * @param aggregation how the maps become a vector
 * @param size descriptor length, at least 1 and at most the sample's rank, or {@link #DEFAULT_SIZE}
 * @param whitening power of a component's standard deviation that it is divided by: 0 is the
 *     paper's PCA, 1 full whitening; between them, directions of small variance, which tell alike
 *     images apart, count for more without drowning the descriptor in the noise of the smallest
 * @param inputSize side of the square network input, pixels
 * @param seed seed with which the sample was drawn; recorded with the encoder, the fit itself has
 *     no randomness
 */
public record FitSettings(
    List<String> layers,
    int channelsPerLayer,
    Aggregation aggregation,
    int size,
    double whitening,
    int inputSize,
    long seed) {

  /** Stands for every channel of each map. */
  public static final int ALL_CHANNELS = 0;

  /** The paper's fusion: the low and the middle map. */
  public static final List<String> FUSED = List.of("low", "middle");

  /** The paper's k = 25. */
  public static final int DEFAULT_CHANNELS = 25;

  /** The aggregation to take where nothing speaks for another. */
  public static final Aggregation DEFAULT_AGGREGATION = Aggregation.parse("r-mac");

  /**
   * Stands for {@value #USUAL_SIZE} values, or as many as the vectors and the sample's rank allow.
   */
  public static final int DEFAULT_SIZE = 0;

  /** Length of a descriptor where nothing speaks against it. */
  static final int USUAL_SIZE = 256;

  /** Largest descriptor an encoder may have. */
  public static final int MAX_SIZE = 4096;

  public FitSettings {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("an encoder needs at least one layer");
    }
    if (channelsPerLayer < 0) {
      throw new IllegalArgumentException(
          "channels per layer must not be negative, got " + channelsPerLayer);
    }
    if (size != DEFAULT_SIZE && (size < 1 || size > MAX_SIZE)) {
      throw new IllegalArgumentException(
          "descriptor size must be within 1.." + MAX_SIZE + ", got " + size);
    }
    if (!(whitening >= 0 && whitening <= 1)) {
      throw new IllegalArgumentException("whitening must be within 0..1, got " + whitening);
    }
  }

  /** The descriptor length for vectors and a sample of these sizes. */
  int sizeFor(int features, int images) {
    return size == DEFAULT_SIZE ? Math.min(USUAL_SIZE, Math.min(features, images - 1)) : size;
  }

  /** What a PCA is asked for; where no size was named, fewer are as good. */
  ComponentCount componentsOf(int size) {
    return this.size == DEFAULT_SIZE ? ComponentCount.orFewer(size) : ComponentCount.exactly(size);
  }
}
