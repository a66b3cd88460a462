package io.winnow.cli.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.schemas.json.InvalidJsonException;

/** The image id in a line of a JSONL file: the key of a record, beside the record's own fields. */
public final class ImageKey {

  private static final String FIELD = "imageId";

  private ImageKey() {}

  /**
   * Takes the image id out of a line.
   *
   * @throws InvalidJsonException if it has none
   */
  public static String take(ObjectNode line) {
    JsonNode key = line.remove(FIELD);
    if (key == null || !key.isTextual() || key.textValue().isEmpty()) {
      throw new InvalidJsonException(
          key == null ? FIELD + " is missing" : FIELD + " " + key + " is not a non-empty string");
    }
    return key.textValue();
  }
}
