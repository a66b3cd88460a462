package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Commands against a broker that lives as long as the tests of a class and whose topics have 3
 * partitions; the registry lives in this process.
 */
final class KafkaCommands implements BeforeAllCallback, AfterAllCallback {

  /** Id of an encoder that nobody has. */
  static final String ENCODER = "ab".repeat(32);

  private Path directory;
  private EmbeddedKafka kafka;

  @Override
  public void beforeAll(ExtensionContext tests) throws IOException {
    directory = Files.createTempDirectory("kafka-commands");
    kafka = EmbeddedKafka.start(directory, 0);
    assertThat(run("topics", "create", "--partitions", "3").exitCode()).isZero();
  }

  EmbeddedKafka kafka() {
    return kafka;
  }

  Cli.Result run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    Collections.addAll(
        all, "--bootstrap-servers", kafka.bootstrapServers(), "--registry", Topics.REGISTRY);
    return Cli.run(all.toArray(String[]::new));
  }

  /** Sets a policy with {@link #ENCODER}, and a budget of 5 unless a flag says another. */
  Cli.Result setPolicy(String pool, String... flags) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "policy", "set", "--pool", pool, "--encoder", ENCODER, "--descriptor-size", "8"));
    if (!Arrays.asList(flags).contains("--budget")) {
      Collections.addAll(all, "--budget", "5");
    }
    Collections.addAll(all, flags);
    return run(all.toArray(String[]::new));
  }

  @Override
  public void afterAll(ExtensionContext tests) throws IOException {
    if (kafka != null) {
      kafka.close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
