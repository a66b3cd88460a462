package io.winnow.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ServiceProcessTest {

  private static final int KILLED_BY_SIGTERM = 143;

  /** A service that never closes: with an argument, its work ends by itself. */
  public static final class Stuck {

    private Stuck() {}

    public static void main(String[] arguments) throws Exception {
      ServiceProcess.run(
          () -> new CountDownLatch(1).await(),
          () -> {
            System.out.println("runs");
            if (arguments.length == 0) {
              new CountDownLatch(1).await();
            }
          },
          Duration.ofMillis(500));
    }
  }

  @Test
  void shouldEndOnSigtermWhereTheServiceCannotClose() throws Exception {
    Process process = stuck();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("runs");
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(KILLED_BY_SIGTERM);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldEndAfterTheWorkWhereTheServiceCannotClose() throws Exception {
    Process process = stuck("ends");
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldCloseTheServiceAfterItsWork() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    ServiceProcess.run(() -> closed.set(true), () -> assertThat(closed).isFalse());
    assertThat(closed).isTrue();
  }

  @Test
  void shouldThrowWhatTheWorkThrewWhateverClosingDoes() {
    assertThatThrownBy(
            () ->
                ServiceProcess.run(
                    () -> {
                      throw new IOException("while closing");
                    },
                    () -> {
                      throw new IllegalStateException("at work");
                    }))
        .hasMessage("at work")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("while closing"));
    assertThatThrownBy(
            () ->
                ServiceProcess.run(
                    () -> {
                      throw new IOException("while closing");
                    },
                    () -> {}))
        .hasMessage("while closing");
  }

  private static Process stuck(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Stuck.class.getName());
    builder.command().addAll(List.of(arguments));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
