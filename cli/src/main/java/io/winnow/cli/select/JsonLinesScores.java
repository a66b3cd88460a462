package io.winnow.cli.select;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.publish.ImageKey;
import io.winnow.cli.publish.JsonLines;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.json.InvalidJsonException;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.offline.ImageScore;
import io.winnow.selection.uncertainty.PredictionIntake;
import io.winnow.streams.mapping.ImageMapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Scores in the lines that {@code scores publish} takes, with {@code uri} and {@code attributes} of
 * the image besides where constraints need them. What only Kafka needs ({@code pool}, {@code
 * model}, {@code modelVersion}) may be left out; all lines are of one pool.
 */
final class JsonLinesScores implements ScoreReader {

  private static final String POOL = "pool";

  /** Of fields that are left out. */
  private static final String UNNAMED = "unnamed";

  private final String file;
  private final JsonLines lines;
  private String pool;

  JsonLinesScores(String file, InputStream input) {
    this.file = file;
    this.lines = new JsonLines(input);
  }

  @Override
  public ImageScore next() throws IOException {
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      try {
        String text = JsonLines.decode(line);
        if (!text.isEmpty()) {
          return score(AvroJson.parse(text));
        }
      } catch (CharacterCodingException e) {
        throw new CommandException(where() + "not UTF-8", e);
      } catch (IllegalArgumentException e) {
        throw new CommandException(where() + e.getMessage(), e);
      }
    }
    return null;
  }

  @Override
  public Optional<String> impliedMeasure() {
    return Optional.empty();
  }

  private ImageScore score(ObjectNode json) {
    String imageId = ImageKey.take(json);
    String uri = text("uri", json.remove("uri"));
    Map<String, String> attributes = attributes(json.remove("attributes"));
    for (String field : new String[] {POOL, "model", "modelVersion"}) {
      if (!json.has(field)) {
        json.put(field, UNNAMED);
      }
    }
    ModelScored scored = AvroJson.fromJson(ModelScored.class, json);
    requireSamePool(scored.getPool());
    Score score = ImageMapping.score(scored, 0, new PredictionIntake());
    return new ImageScore(imageId, score.member(), score.prediction(), uri, attributes);
  }

  private void requireSamePool(String found) {
    if (pool == null) {
      pool = found;
    } else if (!pool.equals(found)) {
      throw new InvalidJsonException(
          "pool " + found + ", but the lines before are of pool " + pool);
    }
  }

  private static Map<String, String> attributes(JsonNode json) {
    if (json == null || json.isNull()) {
      return Map.of();
    }
    if (!json.isObject()) {
      throw new InvalidJsonException("attributes " + json + " is not an object");
    }
    Map<String, String> attributes = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      attributes.put(field.getKey(), text("attribute " + field.getKey(), field.getValue()));
    }
    attributes.values().removeIf(value -> value == null);
    return attributes;
  }

  private static String text(String field, JsonNode json) {
    if (json == null || json.isNull()) {
      return null;
    }
    if (!json.isTextual()) {
      throw new InvalidJsonException(field + " " + json + " is not a string");
    }
    return json.textValue();
  }

  private String where() {
    return file + ":" + lines.number() + ": ";
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
