package io.winnow.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.serde.OneLine;
import io.winnow.schemas.serde.WireFormat;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;

/**
 * The value of a dead letter, decoded as far as it goes: as what its topic holds, else by the
 * schema it was written with, else as bytes.
 *
 * @param form what it was decoded as, or why it is bytes
 * @param content JSON of the topic's own type; else text
 */
record LetterValue(String form, JsonNode content) {

  private static final int WIRE_HEADER = 5;
  private static final int SHOWN_BYTES = 64;
  private static final String POOL = "pool";

  static LetterValue of(TopicCatalog topics, StoredLetter stored) {
    byte[] bytes = stored.record().value();
    if (bytes == null) {
      return new LetterValue(
          stored.truncated() ? "left out of the dead letter" : "none",
          JsonNodeFactory.instance.nullNode());
    }
    return typed(topics, stored.letter().sourceTopic(), bytes)
        .or(() -> untyped(topics, bytes))
        .orElseGet(() -> raw(bytes));
  }

  /** The pool that the value names; empty if it names none. */
  Optional<String> pool() {
    return Optional.ofNullable(content.get(POOL))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  private static Optional<LetterValue> typed(TopicCatalog topics, String source, byte[] bytes) {
    Optional<Topic<?>> topic =
        topics.all().stream().filter(known -> known.name().equals(source)).findFirst();
    if (topic.isEmpty() || topic.get().equals(topics.deadLetters())) {
      return Optional.empty();
    }
    try {
      Object value = topic.get().valueSerde().deserializer().deserialize(source, bytes);
      return value instanceof SpecificRecord record
          ? Optional.of(new LetterValue(record.getSchema().getName(), AvroJson.toJson(record)))
          : Optional.empty();
    } catch (MalformedRecordException e) {
      // It may be what the dead letter is about; the next form shows more of it.
      return Optional.empty();
    }
  }

  private static Optional<LetterValue> untyped(TopicCatalog topics, byte[] bytes) {
    if (WireFormat.schemaId(bytes).isEmpty()) {
      return Optional.empty();
    }
    int id = WireFormat.schemaId(bytes).getAsInt();
    try {
      Schema writer = topics.schemas().schemaOf(id);
      Object value =
          new GenericDatumReader<>(writer)
              .read(
                  null,
                  DecoderFactory.get()
                      .binaryDecoder(bytes, WIRE_HEADER, bytes.length - WIRE_HEADER, null));
      return Optional.of(
          new LetterValue(
              writer.getFullName() + ", written with schema id " + id,
              JsonNodeFactory.instance.textNode(String.valueOf(value))));
    } catch (IOException | RuntimeException e) {
      // Avro's exceptions for bad bytes are of many kinds; nothing here leaves memory.
      return Optional.of(
          new LetterValue("bytes; schema id " + id + ": " + OneLine.of(e), head(bytes)));
    }
  }

  private static LetterValue raw(byte[] bytes) {
    return new LetterValue("bytes; not in Confluent's wire format", head(bytes));
  }

  private static JsonNode head(byte[] bytes) {
    String shown =
        HexFormat.ofDelimiter(" ")
            .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES)));
    return JsonNodeFactory.instance.textNode(bytes.length > SHOWN_BYTES ? shown + " ..." : shown);
  }
}
