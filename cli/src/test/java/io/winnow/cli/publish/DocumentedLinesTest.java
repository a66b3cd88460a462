package io.winnow.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages show as a line of JSON can be published. */
class DocumentedLinesTest {

  private static final Pattern LINE = Pattern.compile("\\{\"imageId\".*}");

  private final TopicCatalog topics =
      new TopicCatalog(Map.of("schema.registry.url", "mock://documented-lines"));

  @ParameterizedTest
  @CsvSource({"../docs/publishing.md, 9", "../README.md, 1"})
  void shouldTakeEveryLineThatAPageShows(String page, int count) throws IOException {
    List<String> lines =
        LINE.matcher(Files.readString(Path.of(page)))
            .results()
            .map(found -> found.group())
            .toList();

    assertThat(lines).hasSize(count);
    for (String line : lines) {
      assertThatCode(() -> check(line)).as(line).doesNotThrowAnyException();
    }
  }

  private void check(String line) throws Exception {
    ObjectNode json = AvroJson.parse(line);
    if (json.has("prediction")) {
      check(format(ModelScored.class), topics.scores(), json);
    } else if (json.has("label")) {
      check(format(ImageLabelled.class), topics.labels(), json);
    } else {
      JsonLineFormat<ImageReceived> images = new ImageLineFormat("p", "", TakenIds.noting());
      check(images, topics.images(), json);
    }
  }

  private <V extends SpecificRecord> JsonLineFormat<V> format(Class<V> type) {
    return new PoolInputFormat<>(type, topics, Clock.systemUTC());
  }

  private static <V extends SpecificRecord> void check(
      JsonLineFormat<V> format, Topic<V> topic, ObjectNode json) throws Exception {
    JsonLineFormat.Keyed<V> record = format.read(json);
    format.check(record, topic.record(record.imageId(), record.value()));
  }
}
