package io.winnow.selection.offline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code .npy} files, sound ones and others. */
final class NpyFiles {
  private NpyFiles() {}

  static Path write(Path file, double[][] rows, String descr) throws IOException {
    return write(
        file,
        1,
        "{'descr': '"
            + descr
            + "', 'fortran_order': False, 'shape': ("
            + rows.length
            + ", "
            + rows[0].length
            + "), }",
        data(rows, descr));
  }

  static Path write(Path file, int version, String header, byte[] data) throws IOException {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text).put(data);
    byte[] written = new byte[bytes.position()];
    bytes.flip().get(written);
    return Files.write(file, written);
  }

  static byte[] data(double[][] rows, String descr) {
    boolean single = descr.equals("<f4");
    ByteBuffer data =
        ByteBuffer.allocate(rows.length * rows[0].length * (single ? 4 : 8))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (double[] row : rows) {
      for (double component : row) {
        if (single) {
          data.putFloat((float) component);
        } else {
          data.putDouble(component);
        }
      }
    }
    return data.array();
  }
}
