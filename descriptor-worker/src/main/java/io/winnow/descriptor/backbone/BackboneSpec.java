package io.winnow.descriptor.backbone;

import java.net.URL;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known about a backbone before its weights are loaded: {@code backbone.json} and the files
 * beside it.
 *
 * @param name name that encoders refer to
 * @param dl4jWeights DL4J model zip, for the ND4J backend
 * @param onnxModel ONNX model with one NCHW input and named outputs, for the ONNX Runtime backend
 * @param preprocessing how pixels become inputs
 * @param inputSize default side of the square input, pixels
 * @param lowLayer name of the low feature map
 * @param middleLayer name of the middle feature map
 */
public record BackboneSpec(
    String name,
    Optional<URL> dl4jWeights,
    Optional<URL> onnxModel,
    Preprocessing preprocessing,
    int inputSize,
    String lowLayer,
    String middleLayer) {

  public BackboneSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(preprocessing, "preprocessing");
    Objects.requireNonNull(lowLayer, "lowLayer");
    Objects.requireNonNull(middleLayer, "middleLayer");
    if (dl4jWeights.isEmpty() && onnxModel.isEmpty()) {
      throw new IllegalArgumentException("backbone " + name + " names no weight file");
    }
  }

  /** The default input: square, with the channels of the preprocessing. */
  public InputShape defaultInput() {
    return new InputShape(inputSize, inputSize, preprocessing.channels().channels());
  }
}
