package io.winnow.schemas.topic;

import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.serde.OneLine;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records of one topic for those who look at it. Anybody may have written there: a record
 * that is none of the topic's is handed to its own sink, and those beside it are read all the same.
 *
 * @param <V> type of the values
 */
public final class RecordDecoder<V> {

  private static final String POOL = "pool";

  private final Topic<V> topic;
  private final Consumer<V> check;

  /** Takes every value of the topic's type. */
  public RecordDecoder(Topic<V> topic) {
    this(topic, value -> {});
  }

  /**
   * @param check throws {@link IllegalArgumentException} for values that mean nothing
   */
  public RecordDecoder(Topic<V> topic, Consumer<V> check) {
    this.topic = topic;
    this.check = check;
  }

  /**
   * Hands on one record to one of two sinks.
   *
   * @param readable key and value; the value is null for a tombstone of a compacted topic
   * @param unreadable what cannot be read: key, value, or the two together
   * @throws io.winnow.schemas.serde.RegistryUnavailableException if the registry does not answer
   */
  public void read(
      int partition,
      long offset,
      byte[] key,
      byte[] value,
      BiConsumer<String, V> readable,
      Consumer<UnreadableRecord> unreadable) {
    Optional<String> name = Optional.empty();
    V read;
    try {
      name = Optional.of(name(key));
      read = value(name.get(), value);
    } catch (MalformedRecordException | IllegalArgumentException e) {
      unreadable.accept(new UnreadableRecord(topic.name(), partition, offset, name, OneLine.of(e)));
      return;
    }
    readable.accept(name.get(), read);
  }

  private String name(byte[] key) {
    return switch (topic.partitioning()) {
      case BY_IMAGE -> Keys.imageId(key);
      case BY_POOL -> Keys.pool(key);
      case BY_ENCODER, EXPLICIT -> Keys.text(key, "name");
    };
  }

  private V value(String key, byte[] bytes) {
    if (bytes == null) {
      if (topic.cleanupPolicy() != CleanupPolicy.COMPACT) {
        throw new IllegalArgumentException("the record has no value");
      }
      return null;
    }
    V value = topic.valueSerde().deserializer().deserialize(topic.name(), bytes);
    if (value instanceof SpecificRecord record) {
      checkPool(key, record);
    }
    check.accept(value);
    return value;
  }

  /** The pool that a value names becomes part of file names, as one in a key does. */
  private void checkPool(String key, SpecificRecord record) {
    Schema.Field field = record.getSchema().getField(POOL);
    if (field == null || !(record.get(field.pos()) instanceof String pool)) {
      return;
    }
    Keys.checkPool(pool);
    if (topic.partitioning() == Partitioning.BY_POOL && !pool.equals(key)) {
      throw new IllegalArgumentException("its key is pool " + key + ", its value is of " + pool);
    }
  }
}
