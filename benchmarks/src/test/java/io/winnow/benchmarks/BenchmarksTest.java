package io.winnow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchmarksTest {

  @Test
  void shouldSetUpEveryCommand() {
    CommandLine benchmarks = new CommandLine(new Benchmarks());

    assertThat(benchmarks.getSubcommands()).containsKeys("retrieval", "worker-on-files", "page");
    assertThat(benchmarks.getSubcommands().values())
        .allSatisfy(
            command ->
                assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty());
  }
}
