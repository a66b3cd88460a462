package io.winnow.schemas.serde;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads records in Confluent's wire format: writer schema by id, reader schema that of the
 * generated class. Thread-safe; the registry is asked once per schema id, and the resolution of the
 * two schemas is worked out once per id and thread.
 *
 * @param <T> generated record type
 */
public final class RegistryAvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private static final ThreadLocal<BinaryDecoder> DECODERS = new ThreadLocal<>();

  private final SchemaRegistry registry;
  private final SpecificData model;
  private final Schema own;
  private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();

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
                            + head(value)));
    DatumReader<T> reader = reader(topic, id);
    try {
      return read(reader, value);
    } catch (IOException | RuntimeException e) {
      // Avro reports bad bytes by end of file, its own exceptions and those of arrays and enums
      // alike. Nothing here
      // leaves memory, so none of them can be the fault of anything but these bytes.
      throw new MalformedRecordException(
          "topic "
              + topic
              + ": cannot read "
              + own.getName()
              + " written with schema id "
              + id
              + ": "
              + OneLine.of(e),
          e);
    }
  }

  private T read(DatumReader<T> reader, byte[] value) throws IOException {
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(
                value,
                WireFormat.HEADER_BYTES,
                value.length - WireFormat.HEADER_BYTES,
                DECODERS.get());
    DECODERS.set(decoder);
    T read = reader.read(null, decoder);
    if (!decoder.isEnd()) {
      throw new IOException("further bytes follow");
    }
    return read;
  }

  private DatumReader<T> reader(String topic, int id) {
    DatumReader<T> known = readers.get(id);
    if (known != null) {
      return known;
    }
    try {
      DatumReader<T> reader = new SpecificDatumReader<>(registry.schemaOf(id), own, model);
      readers.put(id, reader);
      return reader;
    } catch (MalformedRecordException e) {
      throw new MalformedRecordException("topic " + topic + ": " + e.getMessage(), e);
    }
  }

  private static String head(byte[] value) {
    return value.length == 0
        ? "empty"
        : String.format("%d bytes, first 0x%02x", value.length, value[0]);
  }
}
