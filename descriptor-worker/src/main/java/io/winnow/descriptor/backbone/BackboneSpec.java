package io.winnow.descriptor.backbone;

import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known about a backbone before its weights are loaded: {@code backbone.json} and the file
 * beside it (docs/backbones.md).
 *
 * @param name name that encoders refer to
 * @param weights DL4J model zip, Keras weights {@code .h5} or ONNX model with NCHW maps; either
 *     backend runs any of them
 * @param architecture network whose layers a Keras weights file holds, e.g. {@code vgg16}
 * @param input name of the input of an ONNX model, where it has several
 * @param preprocessing how pixels become inputs
 * @param inputSize default side of the square input, pixels
 * @param lowLayer name of the low feature map
 * @param middleLayer name of the middle feature map
 * @param highLayer name of the high feature map, for comparison with the fusion of the other two
 */
public record BackboneSpec(
    String name,
    URL weights,
    Optional<String> architecture,
    Optional<String> input,
    Preprocessing preprocessing,
    int inputSize,
    String lowLayer,
    String middleLayer,
    Optional<String> highLayer) {

  public BackboneSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(preprocessing, "preprocessing");
    Objects.requireNonNull(lowLayer, "lowLayer");
    Objects.requireNonNull(middleLayer, "middleLayer");
    Objects.requireNonNull(weights, "weights");
    if (inputSize < 1) {
      throw new IllegalArgumentException("inputSize must be positive, got " + inputSize);
    }
  }

  /** Names of the low, the middle and, where there is one, the high map. */
  public List<String> layers() {
    return Stream.concat(Stream.of(lowLayer, middleLayer), highLayer.stream()).toList();
  }

  /** The default input: square, with the channels of the preprocessing. */
  public InputShape defaultInput() {
    return new InputShape(inputSize, inputSize, preprocessing.channels().channels());
  }
}
