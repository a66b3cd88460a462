package io.winnow.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorLineTest {

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(
            new CommandException("--out x: full", new IOException("no space")), "--out x: full"),
        Arguments.of(
            new IllegalArgumentException("size must be even", new IOException("other")),
            "size must be even"),
        Arguments.of(
            new ExecutionException(
                new KafkaException("Failed to construct", new IOException("broken pipe to it"))),
            "broken pipe to it"),
        Arguments.of(
            new UncheckedIOException(new AccessDeniedException("/data")),
            "/data: permission denied"),
        Arguments.of(
            new KafkaException("wrapped", new AccessDeniedException("/data")),
            "/data: permission denied"),
        Arguments.of(new NullPointerException(), "null pointer (--verbose shows where)"),
        Arguments.of(new KafkaException("outer", new CommandException("said well")), "said well"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldSayTheInnermostCauseUnlessTheErrorSpeaksForItself(Throwable error, String line) {
    assertThat(ErrorLine.of(error)).isEqualTo(line);
  }
}
