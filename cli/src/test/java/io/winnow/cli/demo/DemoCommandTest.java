package io.winnow.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoCommandTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "--rounds, 0, --rounds 0 must be at least 1",
    "--budget, -3, --budget -3 must be at least 1",
    "--budget, 2000, '--rounds 3 of --budget 2000 are 6000 images, the pool has 5800'"
  })
  void shouldRefuseBeforeAnythingStartsWhenAnOptionIsOutOfRange(
      String option, String value, String message) {
    DemoCommand command = new DemoCommand();
    Path out = directory.resolve("out");
    new CommandLine(command).parseArgs("--out", out.toString(), option, value);

    assertThatThrownBy(command::call).isInstanceOf(CommandException.class).hasMessage(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldRefuseWhenTheDataDirectoryIsNotEmpty() throws IOException {
    Files.writeString(directory.resolve("meta.properties"), "");

    assertThatThrownBy(() -> DemoData.open(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--data-dir " + directory + " is not empty; the demo needs a fresh one");
  }

  @Test
  void shouldKeepTheDataWhenTheDirectoryWasNamed() throws IOException {
    Path named = directory.resolve("data");
    try (DemoData data = DemoData.open(named)) {
      Files.writeString(data.directory().resolve("log"), "records");
    }

    assertThat(named.resolve("log")).hasContent("records");
  }

  @Test
  void shouldDeleteTheDataWhenTheDirectoryIsTemporary() throws IOException {
    Path temporary;
    try (DemoData data = DemoData.open(null)) {
      temporary = data.directory();
      Files.createDirectories(temporary.resolve("kafka/topic-0"));
      Files.writeString(temporary.resolve("kafka/topic-0/log"), "records");
    }

    assertThat(temporary).doesNotExist();
    assertThatCode(() -> DemoData.open(null).close()).doesNotThrowAnyException();
  }
}
