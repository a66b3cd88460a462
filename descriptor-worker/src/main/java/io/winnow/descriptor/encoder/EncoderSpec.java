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
 * @param layers feature maps and their chosen channels, at least one, no map twice
 * @param aggregation how the maps become a vector
 * @param featureSize length of the fused vector before PCA
 * @param size length of the descriptor
 */
public record EncoderSpec(
    String backbone,
    String weightDigest,
    InputShape input,
    Preprocessing preprocessing,
    List<Layer> layers,
    Aggregation aggregation,
    int featureSize,
    int size) {

  /** Longest fused vector: 512 x 512 inputs at VGG16's middle map, 50 channels, fit well below. */
  static final int MAX_FEATURES = 1 << 20;

  public EncoderSpec {
    layers = List.copyOf(layers);
    List<String> names = layers.stream().map(Layer::name).toList();
    if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException("layers must be one or more, none twice, got " + names);
    }
    if (featureSize < 1 || featureSize > MAX_FEATURES) {
      throw new IllegalArgumentException(
          "featureSize must be within 1..%d, got %d".formatted(MAX_FEATURES, featureSize));
    }
    if (aggregation instanceof GridPooling pooling) {
      int channels = layers.stream().mapToInt(layer -> layer.channels().size()).sum();
      pooling.requireFeatures(featureSize, channels);
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
