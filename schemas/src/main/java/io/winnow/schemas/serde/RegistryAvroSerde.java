package io.winnow.schemas.serde;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Avro values in Confluent's wire format through a schema registry.
 *
 * @param <T> generated record type
 */
public final class RegistryAvroSerde<T extends SpecificRecord> implements Serde<T> {
  private final RegistryAvroSerializer<T> serializer;
  private final RegistryAvroDeserializer<T> deserializer;

  /**
   * A serde.
   *
   * @param maxValueBytes largest value written, in bytes, framing included
   */
  public RegistryAvroSerde(Class<T> type, SchemaRegistry registry, int maxValueBytes) {
    this.serializer = new RegistryAvroSerializer<>(type, registry, maxValueBytes);
    this.deserializer = new RegistryAvroDeserializer<>(type, registry);
  }

  @Override
  public Serializer<T> serializer() {
    return serializer;
  }

  @Override
  public Deserializer<T> deserializer() {
    return deserializer;
  }

  /** The schema of the values, as it is registered. */
  public Schema schema() {
    return serializer.schema();
  }
}
