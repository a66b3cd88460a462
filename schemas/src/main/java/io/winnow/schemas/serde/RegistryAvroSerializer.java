package io.winnow.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records in Confluent's wire format, subject {@code <topic>-value} (TopicNameStrategy).
 * Thread-safe; the registry is asked once per topic.
 *
 * @param <T> generated record type
 */
public final class RegistryAvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  private static final int INITIAL_BYTES = 512;

  private final SchemaRegistry registry;
  private final int maxValueBytes;
  private final SpecificData model;
  private final Schema portable;
  private final DatumWriter<T> ownWriter;
  private final Map<String, Target<T>> targets = new ConcurrentHashMap<>();

  /** What a topic's values are written with. */
  private record Target<T>(int schemaId, DatumWriter<T> writer) {}

  /**
   * A serializer.
   *
   * @param maxValueBytes largest value written, in bytes, framing included
   */
  public RegistryAvroSerializer(Class<T> type, SchemaRegistry registry, int maxValueBytes) {
    TrustedRecords.trust();
    this.registry = registry;
    this.maxValueBytes = maxValueBytes;
    this.model = SpecificData.getForClass(type);
    Schema own = model.getSchema(type);
    this.portable = PortableSchema.of(own);
    this.ownWriter = new SpecificDatumWriter<>(own, model);
  }

  /**
   * The framed value; null for null.
   *
   * @throws OversizedValueException if it is larger than allowed
   * @throws SchemaRefusedException if the registry refuses the schema, or its latest one cannot
   *     hold the value
   * @throws RegistryUnavailableException if the registry does not answer
   */
  @Override
  public byte[] serialize(String topic, T value) {
    if (value == null) {
      return null;
    }
    Target<T> target = target(topic);
    ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_BYTES);
    out.writeBytes(
        ByteBuffer.allocate(WireFormat.HEADER_BYTES)
            .put(WireFormat.MAGIC)
            .putInt(target.schemaId())
            .array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      target.writer().write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    } catch (AvroRuntimeException | NullPointerException | ClassCastException e) {
      // Avro reports a missing required field by any of these.
      throw new SerializationException(
          "topic " + topic + ": cannot write value: " + OneLine.of(e), e);
    }
    if (out.size() > maxValueBytes) {
      throw new OversizedValueException(topic, out.size(), maxValueBytes);
    }
    return out.toByteArray();
  }

  /** The subject of a topic's values. */
  public static String subject(String topic) {
    return topic + "-value";
  }

  /** The schema written with, unless the registry's settings ask for another. */
  Schema schema() {
    return portable;
  }

  private Target<T> target(String topic) {
    Target<T> known = targets.get(topic);
    if (known != null) {
      return known;
    }
    // Two threads may both ask the registry; a lock here would be held during its retries.
    SchemaRegistry.Registered registered = registry.forWriting(subject(topic), portable);
    DatumWriter<T> writer =
        registered.schema().equals(portable)
            ? ownWriter
            : new TranscodingDatumWriter<>(ownWriter, portable, registered.schema());
    Target<T> target = new Target<>(registered.id(), writer);
    targets.put(topic, target);
    return target;
  }
}
