package io.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Commands against a broker of their own, whose topics have 3 partitions. */
record KafkaCommands(EmbeddedKafka kafka) implements AutoCloseable {

  /** Id of an encoder that nobody has. */
  static final String ENCODER = "ab".repeat(32);

  static KafkaCommands start(Path directory) {
    KafkaCommands commands = new KafkaCommands(EmbeddedKafka.start(directory, 0));
    assertThat(commands.run("topics", "create", "--partitions", "3").exitCode()).isZero();
    return commands;
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
  public void close() {
    kafka.close();
  }
}
