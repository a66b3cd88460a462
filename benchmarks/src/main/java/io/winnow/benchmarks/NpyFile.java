package io.winnow.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes NumPy files, version 1.0: little-endian float32 in C order. */
final class NpyFile {

  private static final int PREAMBLE = 10;

  private NpyFile() {}

  /**
   * Writes an array.
   *
   * @param rows its values one after the other, {@code shape[0]} rows of equal length
   * @param shape its shape, at least two dimensions
   */
  static void write(Path file, List<float[]> rows, int... shape) throws IOException {
    String dimensions =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(dimensions);
    int length = (PREAMBLE + header.length() + 1 + 63) / 64 * 64 - PREAMBLE;
    ByteBuffer start = ByteBuffer.allocate(PREAMBLE + length).order(ByteOrder.LITTLE_ENDIAN);
    start
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    start.putShort((short) length);
    start.put(header.getBytes(StandardCharsets.US_ASCII));
    while (start.remaining() > 1) {
      start.put((byte) ' ');
    }
    start.put((byte) '\n');
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(start.array());
      ByteBuffer bytes =
          ByteBuffer.allocate(rows.get(0).length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (float[] row : rows) {
        bytes.clear();
        bytes.asFloatBuffer().put(row);
        out.write(bytes.array());
      }
    }
  }
}
