package io.winnow.schemas.serde;

/**
 * Confluent's framing of a value: a zero byte, the schema id as a big-endian int, then Avro binary.
 */
final class WireFormat {
  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 1 + Integer.BYTES;

  private WireFormat() {}
}
