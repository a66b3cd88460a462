package io.winnow.cli.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.uncertainty.PredictionIntake.Corrections;
import io.winnow.streams.intake.PoolIntake;
import io.winnow.streams.intake.PoolIntake.Input.ImageInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Predictions that the page and the help show as JSON are taken by the streams application. */
class DocumentedPredictionsTest {

  private static final Pattern LINE = Pattern.compile("\\{\"imageId\".*}");

  /** In the help a line may be of a prediction alone, and is broken into several. */
  private static final Pattern PREDICTION =
      Pattern.compile("\"prediction\":(\\{[^{}]*(?:\\{[^{}]*}[^{}]*)*})");

  private static final long TIMESTAMP = 1_700_000_000_000L;

  private final TopicCatalog topics =
      new TopicCatalog(Map.of("schema.registry.url", "mock://documented-predictions"));
  private final PoolIntake intake = new PoolIntake(topics, null);

  @Test
  void shouldTakeEveryLineOfThePage() throws IOException {
    List<String> lines =
        LINE.matcher(Files.readString(Path.of("../docs/uncertainty.md")))
            .results()
            .map(MatchResult::group)
            .toList();

    assertThat(lines).hasSize(5);
    lines.forEach(line -> assertThatCode(() -> decode(line)).as(line).doesNotThrowAnyException());
  }

  @Test
  void shouldTakeEveryPredictionOfTheHelp() {
    String help =
        new CommandLine(new ScoresPublishCommand())
            .setUsageHelpWidth(10_000)
            .getUsageMessage(CommandLine.Help.Ansi.OFF);
    List<String> predictions =
        PREDICTION.matcher(help).results().map(found -> found.group(1)).toList();

    assertThat(predictions).hasSize(4);
    for (String prediction : predictions) {
      String line =
          "{\"imageId\":\"a\",\"pool\":\"p\",\"model\":\"m\",\"modelVersion\":\"1\",\"prediction\":"
              + prediction
              + "}";
      assertThatCode(() -> decode(line)).as(line).doesNotThrowAnyException();
    }
  }

  private void decode(String line) throws Exception {
    ObjectNode json = AvroJson.parse(line);
    String imageId = ImageKey.take(json);
    ModelScored scored = AvroJson.fromJson(ModelScored.class, json);
    byte[] value = topics.scores().bytes(imageId, scored);
    ImageInput input =
        (ImageInput)
            intake.decode(topics.scores().name(), imageId.getBytes(UTF_8), value, TIMESTAMP);
    assertThat(input.corrections()).isEqualTo(Corrections.NONE);
  }
}
