package io.winnow.descriptor.backbone;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import onnx.Onnx;

/** Reads the weights inside an ONNX model. */
final class OnnxWeights {

  private OnnxWeights() {}

  /** {@link WeightDigest} over the model's float32 initializers. */
  static String digest(byte[] model) throws IOException {
    WeightDigest digest = new WeightDigest();
    for (Onnx.TensorProto tensor :
        Onnx.ModelProto.parseFrom(model).getGraph().getInitializerList()) {
      if (tensor.getDataType() == Onnx.TensorProto.DataType.FLOAT_VALUE) {
        int[] shape = tensor.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
        digest.add(shape, values(tensor));
      }
    }
    return digest.hex();
  }

  private static float[] values(Onnx.TensorProto tensor) {
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
