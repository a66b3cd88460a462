package io.winnow.schemas.serde;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads records in Confluent's wire format: writer schema by id, reader schema that of the
 * generated class, resolved as Avro's specification says. A record is read only if its name says
 * that it is meant as ours ({@link WriterSchemaCheck}). Thread-safe; the registry is asked once per
 * schema id that it knows, and the resolution of the two schemas is worked out once per id and
 * thread.
 *
 * @param <T> generated record type
 */
public final class RegistryAvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private final SchemaRegistry registry;
  private final SpecificData model;
  private final Schema own;
  private final Map<Integer, WriterSchemaReader<T>> readers = new ConcurrentHashMap<>();

  public RegistryAvroDeserializer(Class<T> type, SchemaRegistry registry) {
    TrustedRecords.trust();
    this.registry = registry;
    this.model = SpecificData.getForClass(type);
    this.own = model.getSchema(type);
  }

  /**
   * The record; null for null.
   *
   * @throws MalformedRecordException if these bytes can never be read as a {@code T}
   * @throws RegistryUnavailableException if the registry does not answer
   */
  @Override
  public T deserialize(String topic, byte[] value) {
    if (value == null) {
      return null;
    }
    int id =
        WireFormat.schemaId(value)
            .orElseThrow(
                () ->
                    new MalformedRecordException(
                        "topic "
                            + topic
                            + ": not Avro in Confluent's wire format: "
                            + Payload.describe(value)));
    WriterSchemaReader<T> reader = reader(topic, id);
    try {
      return reader.read(value);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Avro reports bad bytes by end of file, its own exceptions and those of arrays and enums
      // alike, and follows a schema that contains itself as deep as the bytes say. Nothing here
      // leaves memory, so none of them can be the fault of anything but these bytes.
      throw unreadable(topic, id, e);
    }
  }

  private WriterSchemaReader<T> reader(String topic, int id) {
    WriterSchemaReader<T> known = readers.get(id);
    if (known != null) {
      return known;
    }
    Schema writer;
    try {
      writer = registry.schemaOf(id);
    } catch (MalformedRecordException e) {
      throw new MalformedRecordException("topic " + topic + ": " + e.getMessage(), e);
    }
    try {
      WriterSchemaReader<T> reader = WriterSchemaReader.of(writer, own, model);
      readers.put(id, reader);
      return reader;
    } catch (RuntimeException | StackOverflowError e) {
      throw unreadable(topic, id, e);
    }
  }

  private MalformedRecordException unreadable(String topic, int id, Throwable cause) {
    return new MalformedRecordException(
        "topic "
            + topic
            + ": cannot read "
            + own.getName()
            + " written with schema id "
            + id
            + ": "
            + (cause instanceof StackOverflowError ? "nested too deeply" : OneLine.of(cause)),
        cause);
  }
}
