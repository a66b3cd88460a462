package io.winnow.schemas.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.schemas.serde.OneLine;
import io.winnow.schemas.serde.TrustedRecords;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records as plain JSON, as people and scripts expect it: field names as in the schema, unions
 * without wrappers, bytes in base64, timestamps in ISO-8601 UTC. (Avro's own JSON encoding wraps
 * every union value and is not meant for them.)
 */
public final class AvroJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    TrustedRecords.trust();
  }

  private AvroJson() {}

  /** The record as a JSON object; keys of maps are in ascending order. */
  public static ObjectNode toJson(SpecificRecord record) {
    return RecordToJson.object(record);
  }

  /**
   * The record in a JSON object. A missing field takes the schema's default. A timestamp is
   * ISO-8601 text or milliseconds since the epoch. A union of records is decided by the fields the
   * object has.
   *
   * @throws InvalidJsonException on a missing field without default, an unknown field or a value of
   *     the wrong type
   */
  public static <T extends SpecificRecord> T fromJson(Class<T> type, JsonNode json) {
    SpecificData model = SpecificData.getForClass(type);
    return type.cast(new JsonToRecord(model).record(json, model.getSchema(type), ""));
  }

  /**
   * The JSON object in a text, for example a line of a JSONL file.
   *
   * @throws InvalidJsonException if the text is not exactly one JSON object
   */
  public static ObjectNode parse(String text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidJsonException("not JSON: " + OneLine.of(e.getOriginalMessage()), e);
    }
    throw new InvalidJsonException("not a JSON object: " + OneLine.of(text));
  }
}
