package io.winnow.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * How many bytes a record takes from what its topic allows a batch. A record that was read may be
 * larger than its topic lets Winnow write: brokers look at the batch as it was compressed.
 */
public final class RecordSize {

  /** The head of a batch, and of the one record in it. */
  private static final int FRAME_BYTES = 61 + 21;

  /** Length of a header's name, and of its value. */
  private static final int HEADER_FRAME_BYTES = 2 * 5;

  private RecordSize() {}

  /** Returns the most bytes that a record takes in a batch of its own, uncompressed. */
  public static long of(byte[] key, byte[] value, Headers headers) {
    return FRAME_BYTES + length(key) + length(value) + of(headers);
  }

  /** Returns the most bytes that headers take. */
  public static long of(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes +=
          HEADER_FRAME_BYTES
              + header.key().getBytes(StandardCharsets.UTF_8).length
              + length(header.value());
    }
    return bytes;
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
