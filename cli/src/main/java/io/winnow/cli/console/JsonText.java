package io.winnow.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What {@code --json} prints. */
public final class JsonText {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonText() {}

  /** Indented text. */
  public static String of(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot print JSON", e);
    }
  }

  /** Records, maps and lists as JSON. */
  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** An array. */
  public static ArrayNode array(List<? extends JsonNode> elements) {
    return JsonNodeFactory.instance.arrayNode().addAll(elements);
  }

  /** {@code object} with one more field in front of its own. */
  public static ObjectNode prepend(String field, String value, ObjectNode object) {
    ObjectNode extended = JsonNodeFactory.instance.objectNode().put(field, value);
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      extended.set(entry.getKey(), entry.getValue());
    }
    return extended;
  }
}
