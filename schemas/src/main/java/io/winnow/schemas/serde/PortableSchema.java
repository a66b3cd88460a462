package io.winnow.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/**
 * A generated class's schema without what concerns Java only: the schema as the .avsc files of this
 * module have it.
 */
final class PortableSchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JAVA_STRING = "avro.java.string";

  private PortableSchema() {}

  /**
   * The same schema without {@code avro.java.string}, so that a schema registered from the .avsc
   * file is found.
   */
  static Schema of(Schema schema) {
    try {
      JsonNode json = JSON.readTree(schema.toString());
      strip(json);
      return new Schema.Parser().parse(json.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro printed no JSON for " + schema.getFullName(), e);
    }
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("type").asText().equals("string")) {
      object.remove(JAVA_STRING);
    }
    node.forEach(PortableSchema::strip);
  }
}
