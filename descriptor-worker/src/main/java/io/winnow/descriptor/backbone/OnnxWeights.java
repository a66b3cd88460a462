package io.winnow.descriptor.backbone;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import onnx.Onnx;

/** Reads the weights inside an ONNX model. */
final class OnnxWeights {

  private OnnxWeights() {}

  /** {@link WeightDigest} over the model's float32 initializers. */
  static String digest(Onnx.ModelProto model) {
    WeightDigest digest = new WeightDigest();
    for (Onnx.TensorProto tensor : model.getGraph().getInitializerList()) {
      if (tensor.getDataType() == Onnx.TensorProto.DataType.FLOAT_VALUE) {
        int[] shape = tensor.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
        digest.add(shape, values(tensor));
      }
    }
    return digest.hex();
  }

  /**
   * The values of a float32 tensor, C order.
   *
   * @throws BackboneException when there are more or fewer of them than its shape says
   */
  static float[] values(Onnx.TensorProto tensor) {
    float[] values = stored(tensor);
    long expected = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
    if (values.length != expected) {
      throw new BackboneException(
          "layer %s: expected %d values for shape %s, found %d"
              .formatted(tensor.getName(), expected, tensor.getDimsList(), values.length));
    }
    return values;
  }

  private static float[] stored(Onnx.TensorProto tensor) {
    if (tensor.getRawData().isEmpty()) {
      float[] values = new float[tensor.getFloatDataCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
      return values;
    }
    FloatBuffer raw =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[raw.remaining()];
    raw.get(values);
    return values;
  }
}
