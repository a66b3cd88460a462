package io.winnow.selection.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Writes the values of state stores: big endian numbers, length-prefixed text. The first byte is a
 * format version, so that newer code reads what older code kept.
 */
public final class StateWriter {

  private byte[] bytes = new byte[256];
  private int size;

  public StateWriter(int version) {
    writeByte(version);
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  public void writeByte(int value) {
    reserve(1).put((byte) value);
  }

  public void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  public void writeInt(int value) {
    reserve(Integer.BYTES).putInt(value);
  }

  public void writeLong(long value) {
    reserve(Long.BYTES).putLong(value);
  }

  public void writeDouble(double value) {
    reserve(Double.BYTES).putDouble(value);
  }

  public void writeString(String value) {
    byte[] text = value.getBytes(UTF_8);
    writeInt(text.length);
    reserve(text.length).put(text);
  }

  public void writeDoubles(double[] values) {
    writeInt(values.length);
    reserve(values.length * Double.BYTES).asDoubleBuffer().put(values);
  }

  public void writeFloats(float[] values) {
    writeInt(values.length);
    reserve(values.length * Float.BYTES).asFloatBuffer().put(values);
  }

  public void writeLongs(long[] values) {
    writeInt(values.length);
    reserve(values.length * Long.BYTES).asLongBuffer().put(values);
  }

  public void writeStrings(Collection<String> values) {
    writeAll(values, StateWriter::writeString);
  }

  public void writeStrings(Map<String, String> values) {
    writeInt(values.size());
    values.forEach(
        (key, value) -> {
          writeString(key);
          writeString(value);
        });
  }

  public <T> void writeAll(Collection<T> values, BiConsumer<StateWriter, T> element) {
    writeInt(values.size());
    values.forEach(value -> element.accept(this, value));
  }

  /** Writes a value that may be null. */
  public <T> void writeNullable(T value, BiConsumer<StateWriter, T> element) {
    writeBoolean(value != null);
    if (value != null) {
      element.accept(this, value);
    }
  }

  private ByteBuffer reserve(int length) {
    if (size + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
    }
    ByteBuffer slice = ByteBuffer.wrap(bytes, size, length).order(ByteOrder.BIG_ENDIAN);
    size += length;
    return slice;
  }
}
