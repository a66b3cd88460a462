package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.EncoderPublished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Encoders activated on a real broker; the registry lives in this process. */
class EncoderActivateTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @TempDir private Path directory;

  @Test
  void shouldPublishAnActivatedEncoderOnceAndKeepThePresentOneUntilTheShareIsReached()
      throws Exception {
    commands.setPolicy("goes-over");
    String id = Encoders.builtIn("compact").encoderId();

    Cli.Result first =
        commands.run(
            "encoder", "activate", "compact", "--pool", "goes-over", "--share", "0.8", "--json");

    assertThat(first.exitCode()).as(first.err()).isZero();
    JsonNode told = JSON.readTree(first.out());
    assertThat(told.get("encoderId").textValue()).isEqualTo(id);
    assertThat(told.get("previousEncoderId").textValue()).isEqualTo(KafkaCommands.ENCODER);
    assertThat(told.get("switchShare").doubleValue()).isEqualTo(0.8);
    List<Topics.Keyed<EncoderPublished>> pieces =
        Topics.read(commands.kafka(), catalog -> catalog.encoders());
    assertThat(pieces)
        // another test of this class may have published it before
        .hasSizeGreaterThanOrEqualTo(Math.max(1, told.get("publishedPieces").intValue()))
        .allSatisfy(
            piece -> assertThat(piece.key()).isEqualTo(id + "/" + piece.value().getChunk()));
    assertThat(commands.run("policy", "show", "--pool", "goes-over").out())
        .contains("encoder " + KafkaCommands.ENCODER + " (8 components)")
        .contains("next encoder " + id)
        .contains("at a share of 0.8");

    commands.setPolicy("goes-over-now");
    Cli.Result now =
        commands.run("encoder", "activate", "compact", "--pool", "goes-over-now", "--now");
    assertThat(now.out())
        .contains("was published before")
        .contains("uses it from the next round on, instead of " + KafkaCommands.ENCODER);
    assertThat(Topics.read(commands.kafka(), catalog -> catalog.encoders())).hasSameSizeAs(pieces);
    assertThat(commands.run("policy", "show", "--pool", "goes-over-now").out())
        .contains("encoder " + id)
        .doesNotContain("next encoder");

    assertThat(
            commands.run("encoder", "activate", "compact", "--pool", "goes-over-now").errorLines())
        .containsExactly(
            "winnow encoder activate: pool goes-over-now uses encoder " + id + " already");
  }

  @Test
  void shouldTakeTheEncoderOfTheLastRoundForThePresentOneWhenThePoolHasGoneOver() throws Exception {
    String gone = Encoders.builtIn("compact").encoderId();
    commands.setPolicy("gone");
    commands.run("encoder", "activate", "compact", "--pool", "gone");
    Topics.closeRound(commands.kafka(), "gone", 1, List.of("x"), gone);

    assertThat(commands.run("encoder", "activate", "compact", "--pool", "gone").errorLines())
        .containsExactly("winnow encoder activate: pool gone uses encoder " + gone + " already");
  }

  @Test
  void shouldRefuseToActivateInOneLineWhenSomethingIsWrong() throws IOException {
    commands.setPolicy("refuses");
    Path broken = Files.writeString(directory.resolve("broken.zip"), "no zip");

    assertThat(commands.run("encoder", "activate", "compact", "--pool", "nobody").errorLines())
        .singleElement()
        .asString()
        .contains("pool nobody has no policy");
    assertThat(
            commands
                .run("encoder", "activate", broken.toString(), "--pool", "refuses")
                .errorLines())
        .singleElement()
        .asString()
        .contains(broken.toString());
    assertThat(
            commands
                .run("encoder", "activate", "compact", "--pool", "refuses", "--share", "0")
                .errorLines())
        .containsExactly("winnow encoder activate: --share 0.0 must be above 0 and at most 1");
  }
}
