package io.winnow.audit.bundle;

import io.winnow.audit.StoredRecord;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * A record in a bundle, everything big-endian: offset and timestamp in 8 bytes each, then key and
 * value, each as its length in 4 bytes (-1 for null) and its bytes.
 */
final class RecordFrame {

  private static final int ABSENT = -1;

  /** No topic takes larger values; a damaged length must not exhaust the memory. */
  private static final int MAX_LENGTH = 64 << 20;

  private RecordFrame() {}

  static void write(StoredRecord record, DataOutputStream out) throws IOException {
    out.writeLong(record.offset());
    out.writeLong(record.timestamp());
    write(record.key(), out);
    write(record.value(), out);
  }

  /** Returns the next record, or null at the end. */
  static StoredRecord read(DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    long offset = (long) first << 56;
    for (int shift = 48; shift >= 0; shift -= 8) {
      offset |= (long) in.readUnsignedByte() << shift;
    }
    return new StoredRecord(offset, in.readLong(), readBytes(in), readBytes(in));
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    if (bytes == null) {
      out.writeInt(ABSENT);
      return;
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == ABSENT) {
      return null;
    }
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException("a record has the length " + length);
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("it ends within a record");
    }
    return bytes;
  }
}
