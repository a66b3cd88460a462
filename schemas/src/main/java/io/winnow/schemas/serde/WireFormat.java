package io.winnow.schemas.serde;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Confluent's framing of a value: a zero byte, the schema id as a big-endian int, then Avro binary.
 */
public final class WireFormat {
  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  private WireFormat() {}

  /** Returns the id of the schema that a value was written with; empty if it is not so framed. */
  public static OptionalInt schemaId(byte[] value) {
    return value.length < HEADER_BYTES || value[0] != MAGIC
        ? OptionalInt.empty()
        : OptionalInt.of(ByteBuffer.wrap(value).getInt(1));
  }
}
