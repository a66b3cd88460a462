package io.winnow.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayeredConfigTest {

  @TempDir private Path directory;

  private final LayeredConfig config =
      new LayeredConfig(Set.of("bootstrap.servers", "batch.size", "http.hosts"), List.of("kafka."));

  @Test
  void shouldLetLaterLayersWin() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("w.properties"),
            "bootstrap.servers=file:1\nbatch.size=1\nhttp.hosts=file\n");
    config
        .withFile(file)
        .withEnvironment(
            Map.of("WINNOW_BATCH_SIZE", "2", "WINNOW_HTTP_HOSTS", "environment", "PATH", "/bin"))
        .withFlags(Map.of("http.hosts", "flag"));
    assertThat(config.settings())
        .containsOnly(
            Map.entry("bootstrap.servers", "file:1"),
            Map.entry("batch.size", "2"),
            Map.entry("http.hosts", "flag"));
  }

  @Test
  void shouldListNearNamesWhenAFlagIsUnknown() {
    assertThatThrownBy(() -> config.withFlags(Map.of("batch.sise", "3")))
        .isInstanceOf(CommandException.class)
        .hasMessage("--set: unknown setting batch.sise; did you mean batch.size?");
  }

  @Test
  void shouldListNearNamesWhenAVariableIsUnknown() {
    assertThatThrownBy(() -> config.withEnvironment(Map.of("WINNOW_BOOTSTRAP_SERVER", "x:1")))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "environment: unknown setting WINNOW_BOOTSTRAP_SERVER; did you mean"
                + " WINNOW_BOOTSTRAP_SERVERS?");
  }

  @Test
  void shouldListAllNamesWhenNoneIsNear() {
    assertThatThrownBy(() -> config.withFlags(Map.of("quux", "3")))
        .hasMessage(
            "--set: unknown setting quux; known: batch.size, bootstrap.servers, http.hosts");
  }

  @Test
  void shouldIgnoreTheLaunchersOwnVariables() {
    assertThat(config.withEnvironment(Map.of("WINNOW_JAVA_OPTS", "-Xmx1g")).settings()).isEmpty();
  }

  @Test
  void shouldPassOnWhatLiesBelowAnOpenPrefix() {
    config
        .withEnvironment(Map.of("WINNOW_KAFKA_SECURITY_PROTOCOL", "SSL"))
        .withFlags(Map.of("kafka.linger.ms", "5"));
    assertThat(config.settings())
        .containsOnly(
            Map.entry("kafka.security.protocol", "SSL"), Map.entry("kafka.linger.ms", "5"));
  }

  @Test
  void shouldNameTheFileWhenItIsMissing() {
    Path missing = directory.resolve("missing.properties");
    assertThatThrownBy(() -> config.withFile(missing))
        .isInstanceOf(CommandException.class)
        .hasMessage("--config " + missing + ": no such file");
  }
}
