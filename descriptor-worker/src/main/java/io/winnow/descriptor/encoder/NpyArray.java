package io.winnow.descriptor.encoder;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * NumPy's {@code .npy} format, version 1.0, for little-endian float32 in C order: the magic string,
 * version bytes 1 and 0, a 16-bit little-endian header length, a Python dictionary padded with
 * spaces so that the data begins at a multiple of 64, then the data.
 */
final class NpyArray {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private NpyArray() {}

  static byte[] write(float[] values, int... shape) {
    String dictionary = dictionary(shape);
    int unpadded = MAGIC.length + 2 + dictionary.length() + 1;
    int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
    String header = dictionary + " ".repeat(padding) + "\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.write(header.length() & 0xff);
    out.write(header.length() >> 8);
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(littleEndian(values));
    return out.toByteArray();
  }

  /**
   * Reads exactly one array of the expected shape and refuses anything else, so that a forged
   * header cannot make us allocate.
   */
  static float[] read(InputStream stream, int... shape) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] magic = new byte[MAGIC.length];
    in.readFully(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException("not a .npy file of version 1.0");
    }
    int headerLength = in.readUnsignedByte() | in.readUnsignedByte() << 8;
    byte[] header = new byte[headerLength];
    in.readFully(header);
    String found = new String(header, StandardCharsets.US_ASCII).trim();
    if (!found.equals(dictionary(shape))) {
      throw new IOException("header is " + found + ", expected " + dictionary(shape));
    }
    int expected = Math.toIntExact(4 * length(shape));
    // Takes memory as data comes: an encoder's own text says how much there should be.
    byte[] data = in.readNBytes(expected);
    if (data.length < expected) {
      throw new EOFException("ends after " + data.length + " of " + expected + " data bytes");
    }
    if (in.read() >= 0) {
      throw new IOException("has more than the " + expected + " data bytes of its shape");
    }
    float[] values = new float[data.length / 4];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  static byte[] littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static long length(int... shape) {
    long length = 1;
    for (int side : shape) {
      length = Math.multiplyExact(length, side);
    }
    return length;
  }

  private static String dictionary(int... shape) {
    String sides =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String tuple = shape.length == 1 ? "(" + sides + ",)" : "(" + sides + ")";
    return "{'descr': '<f4', 'fortran_order': False, 'shape': " + tuple + ", }";
  }
}
