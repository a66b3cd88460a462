package io.winnow.cli.demo.sample;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Class numbers as the IDX format of MNIST keeps them: big-endian header {@code 0x00000801, count},
 * then one byte per label.
 */
public final class IdxLabels {
  private static final int MAGIC = 0x00000801;

  private final byte[] labels;

  private IdxLabels(byte[] labels) {
    this.labels = labels;
  }

  /**
   * Reads a whole file.
   *
   * @param in the uncompressed file
   * @throws IOException if the header is not one of IDX labels or the labels end early
   */
  public static IdxLabels read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int magic = data.readInt();
    if (magic != MAGIC) {
      throw new IOException(
          "not a file of IDX labels: magic number 0x%08x, expected 0x%08x".formatted(magic, MAGIC));
    }
    int count = data.readInt();
    byte[] labels = data.readNBytes(count);
    if (labels.length != count) {
      throw new EOFException("IDX labels end early: %d of %d".formatted(labels.length, count));
    }
    return new IdxLabels(labels);
  }

  /** Writes a whole file, uncompressed. */
  public void write(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(MAGIC);
    data.writeInt(labels.length);
    data.write(labels);
    data.flush();
  }

  /** The labels at {@code indices}, in that order. */
  public IdxLabels pick(int[] indices) {
    byte[] picked = new byte[indices.length];
    for (int i = 0; i < indices.length; i++) {
      picked[i] = labels[indices[i]];
    }
    return new IdxLabels(picked);
  }

  /** Class number of item {@code index}, from 0. */
  public int label(int index) {
    return labels[index];
  }

  /** Number of labels. */
  public int count() {
    return labels.length;
  }
}
