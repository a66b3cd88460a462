package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rounds requested and read on a real broker; the registry lives in this process. */
class RoundCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @Test
  void shouldRefuseARoundOfAPoolWithoutPolicy() {
    Cli.Result result = commands.run("round", "request", "--pool", "nobody");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errorLines())
        .containsExactly(
            "winnow round request: pool nobody has no policy; 'winnow policy set --pool nobody"
                + " --budget N' makes one");
  }

  @Test
  void shouldEndWithCodeThreeWhenTheRoundIsNotClosedInTime() {
    commands.setPolicy("slow");
    Cli.Result result =
        commands.run("round", "request", "--pool", "slow", "--wait", "--timeout", "500ms");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.errorLines()).singleElement().asString().contains("within 500ms");
  }

  @Test
  void shouldPrintTheManifestWhenTheAwaitedRoundIsClosed() throws Exception {
    commands.setPolicy("quick");
    try (Topics.RoundCloser closer = Topics.closeRequestedRound(commands.kafka(), "quick")) {
      Cli.Result result =
          commands.run("round", "request", "--pool", "quick", "--budget", "4", "--wait", "--json");
      closer.join();
      assertThat(result.exitCode()).isZero();
      JsonNode manifest = JSON.readTree(result.out());
      assertThat(manifest.get("pool").textValue()).isEqualTo("quick");
      assertThat(manifest.get("budget").intValue()).isEqualTo(4);
      assertThat(manifest.get("requestId").textValue()).isEqualTo(closer.requestId());
    }
  }

  @Test
  void shouldListShowAndResolveTheClosedRoundsOfAPool() throws Exception {
    Topics.closeRound(commands.kafka(), "done", 1, List.of("x", "y"));
    Topics.closeRound(commands.kafka(), "done", 2, List.of("z"));
    Topics.closeRound(commands.kafka(), "other", 1, List.of("o"));

    JsonNode list = JSON.readTree(commands.run("round", "list", "--pool", "done", "--json").out());
    assertThat(list).hasSize(2);
    assertThat(list.get(1).get("round").intValue()).isEqualTo(2);
    assertThat(commands.run("round", "list").out()).contains("done").contains("other");

    assertThat(commands.run("round", "show", "--pool", "done").out())
        .containsPattern("round +2\\R");
    Cli.Result missing = commands.run("round", "show", "--pool", "done", "--round", "7");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.errorLines())
        .containsExactly("winnow round show: pool done has no closed round 7, the latest is 2");

    JsonNode selected =
        JSON.readTree(
            commands.run("round", "selected", "--pool", "done", "--round", "1", "--json").out());
    List<String> images = new ArrayList<>();
    selected.forEach(image -> images.add(image.get("imageId").textValue()));
    assertThat(images).containsExactly("x", "y");
    assertThat(selected.get(0).get("rank").intValue()).isEqualTo(1);
  }

  @Test
  void shouldSayWhichEncoderTheWorkersUseWhereARoundFindsNoDescriptors() throws Exception {
    Topics.closeRoundWithoutDescriptors(commands.kafka(), "blind", 1, 7);
    assertThat(commands.run("round", "show", "--pool", "blind").out())
        .contains("0 of 5: none is eligible, 7 scored but not described by encoder abababababab");

    String other = "cd".repeat(32);
    Topics.describe(commands.kafka(), "blind", "a.png", other, 16);
    Cli.Result shown = commands.run("round", "show", "--pool", "blind", "--json");
    assertThat(shown.exitCode()).isZero();
    assertThat(JSON.readTree(shown.out()).get("withoutDescriptor").intValue()).isEqualTo(7);
    assertThat(shown.errorLines())
        .singleElement()
        .asString()
        .startsWith(
            "the newest descriptors are of encoder cdcdcdcdcdcd and length 16, the policy of pool"
                + " blind names abababababab and 8: ")
        .endsWith("winnow policy set --pool blind --encoder " + other + " --descriptor-size 16");

    Topics.describe(commands.kafka(), "seeing", "a.png", KafkaCommands.ENCODER, 8);
    Topics.closeRoundWithoutDescriptors(commands.kafka(), "seeing", 1, 7);
    assertThat(commands.run("round", "show", "--pool", "seeing").err())
        .as("workers are only behind")
        .isEmpty();
  }

  @Test
  void shouldSayOfAnAbortedRoundWhyItWas() throws Exception {
    Topics.abortRound(commands.kafka(), "aborted", 1, "wrong budget");

    assertThat(commands.run("round", "list", "--pool", "aborted").out()).contains(" aborted ");
    assertThat(commands.run("round", "show", "--pool", "aborted").out()).contains("wrong budget");
  }

  @Test
  void shouldEndWithCodeThreeWhenNoRoundIsAbortedInTime() {
    Cli.Result result =
        commands.run(
            "round", "abort", "--pool", "idle", "--reason", "x", "--wait", "--timeout", "500ms");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.errorLines())
        .containsExactly(
            "no round of pool idle was aborted within 500ms (is one open, and the streams service"
                + " running?)");
  }

  @Test
  void shouldRefuseToAbortWithoutAReason() {
    assertThat(commands.run("round", "abort", "--pool", "idle").exitCode()).isEqualTo(2);
    Cli.Result blank = commands.run("round", "abort", "--pool", "idle", "--reason", " ");
    assertThat(blank.exitCode()).isEqualTo(2);
    assertThat(blank.errorLines())
        .containsExactly(
            "winnow round abort: --reason: abort of a round has a reason that is blank, has control"
                + " characters or is longer than 1000");
  }
}
