package io.winnow.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {

  private static final int TAKEN = 10;
  private static final int REFUSED = 11;

  @TempDir private Path directory;

  /** Ends with {@link #REFUSED} if it cannot have the directory that it is given. */
  public static final class OtherProcess {

    private OtherProcess() {}

    public static void main(String[] arguments) throws IOException {
      try (DataLock lock = DataLock.of(Path.of(arguments[0]))) {
        System.exit(TAKEN);
      } catch (EmbeddedStackException e) {
        System.exit(REFUSED);
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
  void shouldKeepAnotherProcessOutUntilItIsClosed() throws Exception {
    try (DataLock held = DataLock.of(directory)) {
      assertThat(held).isNotNull();
      assertThat(exitCodeOfAnotherProcess()).isEqualTo(REFUSED);
    }
    assertThat(exitCodeOfAnotherProcess()).isEqualTo(TAKEN);
    DataLock.of(directory).close();
  }

  @Test
  void shouldStartNothingWhereAnotherHasTheDirectory() throws Exception {
    try (DataLock held = DataLock.of(directory);
        LocalStack stack =
            new LocalStack(
                LocalStackSettings.in(directory), new SimpleMeterRegistry(), step -> {})) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> stack.start("test"))
          .isInstanceOf(EmbeddedStackException.class)
          .hasMessageContaining("is used by another");
      assertThat(directory.resolve("kafka")).doesNotExist();
    }
  }

  @Test
  void shouldSayWhyADirectoryCannotBeUsed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> DataLock.of(file.resolve("data")))
        .isInstanceOf(EmbeddedStackException.class)
        .hasMessageStartingWith("data directory " + file.resolve("data") + " cannot be used: ");
  }

  private int exitCodeOfAnotherProcess() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            directory.toString())
        .inheritIO()
        .start()
        .waitFor();
  }
}
