package io.winnow.streams.intake;

import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Turns raw records into values. What is wrong with a record becomes a {@link
 * RejectedRecordException}; what is wrong with the world, such as a registry that does not answer,
 * passes through and stops the task.
 */
final class RecordDecoder {

  private RecordDecoder() {}

  /** Reads a key as strict UTF-8. */
  static String key(byte[] key) throws RejectedRecordException {
    if (key == null) {
      throw new RejectedRecordException("record has no key");
    }
    try {
      // a fresh decoder reports malformed input; new String would replace it
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw new RejectedRecordException("key is not valid UTF-8", e);
    }
  }

  /** Reads a value that must be there. */
  static <V> V value(Topic<V> topic, byte[] value) throws RejectedRecordException {
    if (value == null) {
      throw new RejectedRecordException("record has no value");
    }
    try {
      return topic.valueSerde().deserializer().deserialize(topic.name(), value);
    } catch (MalformedRecordException e) {
      throw new RejectedRecordException(e.getMessage(), e);
    }
  }

  /** Runs checks that complain by {@link IllegalArgumentException}. */
  static <T> T valid(Supplier<T> checks) throws RejectedRecordException {
    try {
      return checks.get();
    } catch (IllegalArgumentException e) {
      throw new RejectedRecordException(e.getMessage(), e);
    }
  }
}
