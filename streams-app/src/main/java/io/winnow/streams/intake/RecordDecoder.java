package io.winnow.streams.intake;

import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.topic.RecordTime;
import io.winnow.schemas.topic.Topic;
import io.winnow.selection.limit.SizeLimitException;
import io.winnow.selection.round.RefusedException;
import java.util.function.Supplier;

/**
 * Turns raw records into values. What is wrong with a record becomes a {@link
 * RejectedRecordException}; what is wrong with the world, such as a registry that does not answer,
 * passes through and stops the task.
 */
final class RecordDecoder {

  private RecordDecoder() {}

  /** Checks the time of a record, milliseconds since the epoch. */
  static void checkTime(long timestamp) throws RejectedRecordException {
    if (!RecordTime.valid(timestamp)) {
      throw new RejectedRecordException(RecordTime.problem(timestamp).orElseThrow());
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

  /** Takes a step of the round protocol, which may be refused as things are. */
  static <T> T obeyed(Supplier<T> step) throws RejectedRecordException {
    try {
      return step.get();
    } catch (RefusedException | SizeLimitException e) {
      throw new RejectedRecordException(e.getMessage(), e);
    }
  }
}
