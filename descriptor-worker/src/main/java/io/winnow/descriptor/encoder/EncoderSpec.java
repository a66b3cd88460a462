package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import java.util.HashSet;
import java.util.List;

/**
 * Everything of an encoder but its PCA.
 *
 * @param backbone name of the backbone
 * @param weightDigest digest of the backbone's weights, hex
 * @param input shape of the network input
 * @param preprocessing how pixels become inputs
 * @param low low feature map and its chosen channels
 * @param middle middle feature map and its chosen channels
 * @param aggregation how the fused map becomes a vector
 * @param featureSize length of the fused vector before PCA
 * @param size length of the descriptor
 */
public record EncoderSpec(
    String backbone,
    String weightDigest,
    InputShape input,
    Preprocessing preprocessing,
    Layer low,
    Layer middle,
    Aggregation aggregation,
    int featureSize,
    int size) {

  /** Longest fused vector: 512 x 512 inputs at VGG16's middle map, 50 channels, fit well below. */
  static final int MAX_FEATURES = 1 << 20;

  public EncoderSpec {
    int channels = low.channels().size() + middle.channels().size();
    if (featureSize < 1 || featureSize > MAX_FEATURES || featureSize % channels != 0) {
      throw new IllegalArgumentException(
          "featureSize must be a multiple of the %d channels within 1..%d, got %d"
              .formatted(channels, MAX_FEATURES, featureSize));
    }
    int grid = aggregation.grid();
    if (grid > 0 && featureSize != grid * grid * channels) {
      throw new IllegalArgumentException(
          "featureSize of grid %d with %d channels must be %d, got %d"
              .formatted(grid, channels, grid * grid * channels, featureSize));
    }
    if (size < 1 || size > FitSettings.MAX_SIZE || size > featureSize) {
      throw new IllegalArgumentException(
          "size must be within 1..%d, got %d"
              .formatted(Math.min(featureSize, FitSettings.MAX_SIZE), size));
    }
    if (preprocessing.channels().channels() != input.channels()) {
      throw new IllegalArgumentException(
          "preprocessing %s does not fit an input of %d channels"
              .formatted(preprocessing.channels(), input.channels()));
    }
  }

  /**
   * A feature map and the channels kept of it.
   *
   * @param name name of the map
   * @param channels channel indices in order of falling spatial variance, no index twice
   */
  public record Layer(String name, List<Integer> channels) {

    public Layer {
      channels = List.copyOf(channels);
      if (channels.isEmpty()
          || new HashSet<>(channels).size() != channels.size()
          || channels.stream().anyMatch(c -> c < 0)) {
        throw new IllegalArgumentException(
            "channels of layer " + name + " must be distinct and not negative, got " + channels);
      }
    }
  }
}
