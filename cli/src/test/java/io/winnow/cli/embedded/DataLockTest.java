package io.winnow.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {

  @TempDir private Path directory;

  /** Locks the file that it is given until its input ends. */
  public static final class OtherProcess {

    private OtherProcess() {}

    public static void main(String[] arguments) throws IOException {
      try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
        System.out.println(file.lock().isValid());
        while (System.in.read() >= 0) {
          continue;
        }
      }
    }
  }

  @Test
  void shouldKeepASecondStackOfThisProcessOutUntilTheFirstIsClosed() throws IOException {
    Path data = directory.resolve("data");
    try (DataLock held = DataLock.of(data)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> DataLock.of(data))
          .isInstanceOf(EmbeddedStackException.class)
          .hasMessageContaining("data directory " + data + " is used by another 'winnow up'");
    }
    DataLock.of(data).close();
  }

  @Test
  void shouldStartNothingWhereAnotherProcessHasTheDirectory() throws Exception {
    DataLock.of(directory).close();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                directory.resolve("winnow.lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = other.inputReader();
        LocalStack stack =
            new LocalStack(
                LocalStackSettings.in(directory), new SimpleMeterRegistry(), step -> {})) {
      assertThat(said.readLine()).isEqualTo("true");

      assertThatThrownBy(() -> stack.start("test"))
          .isInstanceOf(EmbeddedStackException.class)
          .hasMessageContaining("is used by another");
      assertThat(directory.resolve("kafka")).doesNotExist();
    } finally {
      other.destroyForcibly().waitFor();
    }
    DataLock.of(directory).close();
  }

  @Test
  void shouldSayWhyADirectoryCannotBeUsed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> DataLock.of(file.resolve("data")))
        .isInstanceOf(EmbeddedStackException.class)
        .hasMessageStartingWith("data directory " + file.resolve("data") + " cannot be used: ");
  }
}
