package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.schemas.client.KafkaUnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkerRunnerTest {

  @Test
  @Timeout(30)
  void shouldFailToStartWhenKafkaCannotBeReached() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    WorkerConfig config =
        new WorkerConfig(
            Map.of(
                "bootstrap.servers", "127.0.0.1:" + closedPort,
                "schema.registry.url", "mock://runner",
                "kafka.default.api.timeout.ms", "500",
                "kafka.request.timeout.ms", "500"));

    try (WorkerRunner runner = new WorkerRunner(config, new SimpleMeterRegistry())) {
      assertThatExceptionOfType(KafkaUnreachableException.class)
          .isThrownBy(runner::start)
          .withMessage(
              "Kafka does not answer: nothing listens at 127.0.0.1:"
                  + closedPort
                  + "; is it running?");
      assertThat(runner.isRunning()).isFalse();
    }
  }

  @Test
  void shouldCloseEverythingInOppositeOrderWhateverFails() {
    StringBuilder closed = new StringBuilder();
    Resources resources = new Resources();
    resources.add(() -> closed.append("a"));
    resources.add(
        () -> {
          throw new IOException("stuck");
        });
    resources.add(() -> closed.append("c"));
    RuntimeException failure = new IllegalStateException("before");

    RuntimeException result = resources.closeAfter(failure);

    assertThat(closed).hasToString("ca");
    assertThat(result).isSameAs(failure);
    assertThat(result.getSuppressed()).extracting(Throwable::getMessage).containsExactly("stuck");
  }

  @Test
  void shouldReportWhatFailedToCloseWhenNothingElseFailed() {
    Resources resources = new Resources();
    resources.add(
        () -> {
          throw new IOException("stuck");
        });

    assertThat(resources.closeAfter(null))
        .isInstanceOf(WorkerFailedException.class)
        .hasMessage("closing failed: stuck");
    assertThat(new Resources().closeAfter(null)).isNull();
  }
}
