package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.descriptor.encoder.DuplicateCosine;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderFile;
import io.winnow.descriptor.encoder.Encoders;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies against a real broker; the registry lives in this process. */
class PolicyCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final KafkaCommands commands = new KafkaCommands();

  @TempDir private Path directory;

  @Test
  void shouldSetAPolicyKeepItsFieldsAndShowIt() throws IOException {
    commands.setPolicy("kept", "--window", "7d", "--sr", "1.5");
    Cli.Result changed = commands.run("policy", "set", "--pool", "kept", "--budget", "9");
    assertThat(changed.exitCode()).isZero();
    assertThat(changed.out()).contains("budget 9, SR 1.5").contains("window 7d");
    assertThat(commands.run("policy", "set", "--pool", "kept", "--window", "none").out())
        .contains("window none");

    JsonNode shown =
        JSON.readTree(commands.run("policy", "show", "--pool", "kept", "--json").out());
    assertThat(shown.get("pool").textValue()).isEqualTo("kept");
    assertThat(shown.get("budget").intValue()).isEqualTo(9);
    assertThat(shown.get("encoderId").textValue()).isEqualTo(KafkaCommands.ENCODER);
    assertThat(shown.get("windowSizeMs").isNull()).isTrue();
  }

  @Test
  void shouldSetConstraintsAndTakeThemAway() {
    Cli.Result set =
        commands.setPolicy(
            "constrained",
            "--filter=site=A,B",
            "--filter=speed=10..20",
            "--limit=class:max=5",
            "--relax-limits",
            "--memory-rounds=2",
            "--memory-cosine=0.8",
            "--max-sr=4",
            "--similarity-threshold=0.7",
            "--coverage-cosine=0.6");
    assertThat(set.out())
        .contains("filter site=A,B, filter speed=10.0..20.0, limit class:max=5, limits give way")
        .contains("nothing like the last 2 rounds (cosine 0.8), at most 4.0 budgets deep");
    Cli.Result cleared =
        commands.run(
            "policy",
            "set",
            "--pool=constrained",
            "--filter=none",
            "--limit=none",
            "--no-relax-limits");
    assertThat(cleared.out()).doesNotContain("filter").doesNotContain("limit");
    Cli.Result bad = commands.setPolicy("bad", "--filter=speed=20..10");
    assertThat(bad.errorLines())
        .containsExactly(
            "winnow policy set: policy filter minimum 20.0 must not exceed the maximum 10.0");
  }

  @Test
  void shouldTakeTheCosineOfAdaptiveNmsFromTheEncoder() throws IOException {
    Encoder compact = Encoders.builtIn("compact");
    double calibrated = compact.fit().duplicateCosine().threshold();
    Encoder other = shifted(compact, 0.75);
    Path file = directory.resolve("other.zip");
    EncoderFile.write(other, file);

    commands.run("policy", "set", "--pool=tau", "--budget=5");
    assertThat(threshold("tau").isNull()).isTrue();
    commands.run("policy", "set", "--pool=tau", "--resampler=adaptive-nms");
    assertThat(threshold("tau").doubleValue()).isEqualTo(calibrated);
    commands.run("policy", "set", "--pool=tau", "--encoder=" + file);
    assertThat(threshold("tau").doubleValue()).isEqualTo(0.75);
    commands.run("policy", "set", "--pool=tau", "--similarity-threshold=0.5");
    commands.run("policy", "set", "--pool=tau", "--budget=6");
    assertThat(threshold("tau").doubleValue()).isEqualTo(0.5);

    commands.setPolicy("tau-published");
    activate(file.toString(), "tau-published");
    Cli.Result published =
        commands.run("policy", "set", "--pool=tau-published", "--resampler=adaptive-nms");
    assertThat(published.err()).isEmpty();
    assertThat(published.out()).contains("resampler adaptive-nms (cosine 0.75)");
    activate("compact", "tau-published");
    assertThat(threshold("tau-published").doubleValue()).isEqualTo(calibrated);
  }

  @Test
  void shouldSayThatTheCosineOfAnUnknownEncoderIsNotKnown() throws IOException {
    Cli.Result unknown = commands.setPolicy("tau-unknown", "--resampler=adaptive-nms");

    assertThat(unknown.exitCode()).isZero();
    assertThat(unknown.errorLines())
        .containsExactly(
            "no duplicate cosine of encoder "
                + KafkaCommands.ENCODER
                + ": it is neither built in nor published, or measured on too few images;"
                + " adaptive-nms takes 0.9, --similarity-threshold sets another");
    assertThat(threshold("tau-unknown").isNull()).isTrue();
  }

  @Test
  void shouldRefuseABadPolicyInOneLineAndWriteNothing() {
    Cli.Result budget = commands.setPolicy("bad", "--budget", "0");
    assertThat(budget.exitCode()).isEqualTo(2);
    assertThat(budget.errorLines())
        .containsExactly("winnow policy set: policy budget 0 must be at least 1");
    Cli.Result sr = commands.setPolicy("bad", "--sr", "0.5");
    assertThat(sr.errorLines())
        .containsExactly("winnow policy set: policy sr 0.5 must be at least 1");
    Cli.Result measure = commands.setPolicy("bad", "--measure", "luck");
    assertThat(measure.errorLines()).singleElement().asString().contains("luck");
    Cli.Result show = commands.run("policy", "show", "--pool", "bad");
    assertThat(show.exitCode()).isEqualTo(1);
    assertThat(show.errorLines()).singleElement().asString().contains("pool bad has no policy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--sr=1e9",
        "--max-sr=0",
        "--measure=luck",
        "--resampler=best",
        "--filter=site",
        "--limit=class:5",
        "--window=soon",
        "--trigger-count=many",
        "--similarity-threshold=2",
        "--memory-rounds=-1",
        "--committee-size=0",
        "--encoder=missing.zip",
        "--encoder=compact --descriptor-size=1",
      })
  void shouldExitWith2AndWriteNothingForABadValue(String flags) {
    Cli.Result result = commands.run(("policy set --pool refused --budget 5 " + flags).split(" "));

    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.errorLines().get(0)).startsWith("winnow policy set: ");
    assertThat(commands.run("policy", "show", "--pool", "refused").exitCode()).isEqualTo(1);
  }

  @Test
  void shouldNameTheBoundThatWasCrossed() {
    assertThat(commands.setPolicy("bad", "--sr", "1e9").errorLines())
        .containsExactly("winnow policy set: policy sr 1.0E9 must be at most 1000000");
  }

  private static void activate(String encoder, String pool) {
    Cli.Result result = commands.run("encoder", "activate", encoder, "--pool", pool, "--now");
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static JsonNode threshold(String pool) throws IOException {
    return JSON.readTree(commands.run("policy", "show", "--pool", pool, "--json").out())
        .get("similarityThreshold");
  }

  /** Another encoder with another duplicate cosine. */
  private static Encoder shifted(Encoder encoder, double cosine) {
    DuplicateCosine measured = encoder.fit().duplicateCosine();
    return TestEncoders.shifted(
        encoder,
        1e-3f,
        new DuplicateCosine(cosine, measured.missed(), measured.mistaken(), measured.images()));
  }
}
