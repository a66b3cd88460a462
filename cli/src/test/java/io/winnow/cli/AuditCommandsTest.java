package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits of a bundle: no Kafka is there. */
class AuditCommandsTest {

  private static final Path RESOURCES =
      Path.of("..", "audit", "src", "test", "resources", "frozen");
  private static final String BUNDLE = RESOURCES.resolve("evidence-1.zip").toString();
  private static final String PUBLIC_KEY = RESOURCES.resolve("evidence-1.pub.pem").toString();

  @TempDir private Path directory;

  @Test
  void shouldVerifyEveryRoundOfABundle() {
    Cli.Result result = Cli.run("audit", "verify", BUNDLE, "--public-key", PUBLIC_KEY);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines())
        .hasSize(5)
        .startsWith("pool audited round 1: VERIFIED", "pool audited round 2: VERIFIED")
        .last()
        .asString()
        .matches("pool audited: \\d+ records replayed, .* records/s");
  }

  @Test
  void shouldSayThatOnlyTheEvidenceWasLookedAt() {
    Cli.Result result =
        Cli.run("audit", "verify", BUNDLE, "--level", "evidence", "--rounds", "2..3");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines())
        .startsWith(
            "pool audited round 2: VERIFIED (evidence only)",
            "pool audited round 3: VERIFIED (evidence only)");
  }

  @Test
  void shouldPrintVerdictsAsJson() throws IOException {
    Cli.Result result = Cli.run("audit", "verify", BUNDLE, "--round", "4", "--json");

    JsonNode verdicts = JsonMapper.builder().build().readTree(result.out());
    assertThat(verdicts).hasSize(1);
    assertThat(verdicts.get(0).get("round").asInt()).isEqualTo(4);
    assertThat(verdicts.get(0).get("level").asText()).isEqualTo("FULL");
    assertThat(verdicts.get(0).get("verdict").asText()).isEqualTo("VERIFIED");
  }

  @Test
  void shouldExplainAnImageOfABundle() {
    Cli.Result result =
        Cli.run("audit", "explain", "audited-00003", "--bundle", BUNDLE, "--round", "1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("pool audited round 1: ");
  }

  @Test
  void shouldDecideRoundsOfABundleByAnotherPolicy() {
    Cli.Result result =
        Cli.run("audit", "what-if", "--bundle", BUNDLE, "--round", "2", "--resampler", "random");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("POOL audited ROUND 2", "WOULD BE");
  }

  @Test
  void shouldFailInOneLineWhereThereIsNoBundle() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "no zip");
    Cli.Result result = Cli.run("audit", "verify", text.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errorLines())
        .singleElement()
        .asString()
        .startsWith("winnow audit verify: bundle " + text + ": ");
  }

  @Test
  void shouldFailInOneLineWhereThePublicKeyIsNone() {
    Cli.Result result = Cli.run("audit", "verify", BUNDLE, "--public-key", BUNDLE);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errorLines()).singleElement().asString().contains("--public-key: ");
  }

  @Test
  void shouldRefuseAnUnknownLevel() {
    Cli.Result result = Cli.run("audit", "verify", BUNDLE, "--level", "half");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("'half' is no level, expected full, evidence or auto");
  }
}
