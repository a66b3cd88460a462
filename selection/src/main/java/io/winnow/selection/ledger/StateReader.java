package io.winnow.selection.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads what {@link StateWriter} wrote. */
public final class StateReader {

  private final ByteBuffer bytes;
  private final int version;

  /**
   * @throws IllegalStateException if the state was written in another format version
   */
  public StateReader(byte[] state, int version) {
    this(state, version, version);
  }

  /**
   * @param oldest format version that is still read
   * @param newest format version, the one that is written
   * @throws IllegalStateException if the state was written in another format version
   */
  public StateReader(byte[] state, int oldest, int newest) {
    bytes = ByteBuffer.wrap(state);
    version = bytes.get();
    if (version < oldest || version > newest) {
      throw new IllegalStateException(
          "state has format version "
              + version
              + ", this software reads "
              + (oldest == newest ? "" : oldest + " to ")
              + newest);
    }
  }

  /** Returns the format version that the state was written in. */
  public int version() {
    return version;
  }

  public int readByte() {
    return bytes.get();
  }

  public boolean readBoolean() {
    return bytes.get() != 0;
  }

  public int readInt() {
    return bytes.getInt();
  }

  public long readLong() {
    return bytes.getLong();
  }

  public double readDouble() {
    return bytes.getDouble();
  }

  public String readString() {
    byte[] text = new byte[bytes.getInt()];
    bytes.get(text);
    return new String(text, UTF_8);
  }

  public double[] readDoubles() {
    double[] values = new double[bytes.getInt()];
    bytes.asDoubleBuffer().get(values);
    bytes.position(bytes.position() + values.length * Double.BYTES);
    return values;
  }

  public float[] readFloats() {
    float[] values = new float[bytes.getInt()];
    bytes.asFloatBuffer().get(values);
    bytes.position(bytes.position() + values.length * Float.BYTES);
    return values;
  }

  public long[] readLongs() {
    long[] values = new long[bytes.getInt()];
    bytes.asLongBuffer().get(values);
    bytes.position(bytes.position() + values.length * Long.BYTES);
    return values;
  }

  public List<String> readStrings() {
    return readAll(StateReader::readString);
  }

  public Map<String, String> readStringMap() {
    int size = bytes.getInt();
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      values.put(readString(), readString());
    }
    return values;
  }

  public <T> List<T> readAll(Function<StateReader, T> element) {
    int size = bytes.getInt();
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(element.apply(this));
    }
    return values;
  }

  public <T> T readNullable(Function<StateReader, T> element) {
    return readBoolean() ? element.apply(this) : null;
  }
}
