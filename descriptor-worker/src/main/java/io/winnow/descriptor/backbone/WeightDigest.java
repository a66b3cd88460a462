package io.winnow.descriptor.backbone;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Identity of a set of weights, independent of the file format they came in.
 *
 * <p>Each tensor is hashed as its shape (number of dimensions, then each, 32-bit little endian) and
 * its float32 values in C order, convolution kernels as (out, in, height, width), biases as (out).
 * The digest is the SHA-256 of the sorted tensor hashes. Tensor names stay out of it because DL4J,
 * Keras and ONNX name the same tensor differently; a digest over the file's bytes would make one
 * backend refuse what the other was fitted with.
 */
public final class WeightDigest {

  private final List<byte[]> tensors = new ArrayList<>();

  /** Adds one tensor, values in C order. */
  public WeightDigest add(int[] shape, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * (1 + shape.length + values.length)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(shape.length);
    for (int side : shape) {
      bytes.putInt(side);
    }
    bytes.asFloatBuffer().put(values);
    tensors.add(sha256().digest(bytes.array()));
    return this;
  }

  /** The digest in lower-case hex. */
  public String hex() {
    List<byte[]> sorted = new ArrayList<>(tensors);
    sorted.sort(Arrays::compareUnsigned);
    MessageDigest digest = sha256();
    sorted.forEach(digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
