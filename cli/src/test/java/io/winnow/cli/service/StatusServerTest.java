package io.winnow.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.winnow.cli.console.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StatusServerTest {

  private static final String HOST = "127.0.0.1";

  private final PrometheusMeterRegistry metrics = Metrics.ofProcess();
  private final AtomicBoolean healthy = new AtomicBoolean(true);

  @Test
  void shouldTellTheHealthOfTheMoment() throws Exception {
    try (StatusServer server = StatusServer.start(HOST, 0, metrics, healthy::get)) {
      assertThat(get(server, "/health").statusCode()).isEqualTo(200);
      healthy.set(false);
      HttpResponse<String> down = get(server, "/health");
      assertThat(down.statusCode()).isEqualTo(503);
      assertThat(down.body()).contains("DOWN");
    }
  }

  @Test
  void shouldShowCountersInPrometheusFormat() throws Exception {
    metrics.counter("winnow.test.dropped", "reason", "late").increment(3);
    try (StatusServer server = StatusServer.start(HOST, 0, metrics, healthy::get)) {
      assertThat(get(server, "/metrics").body())
          .contains("winnow_test_dropped_total{reason=\"late\"} 3.0")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void shouldNameThePortWhenItIsTaken() {
    try (StatusServer server = StatusServer.start(HOST, 0, metrics, healthy::get)) {
      assertThatThrownBy(() -> StatusServer.start(HOST, server.port(), metrics, healthy::get))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("port " + server.port());
    }
  }

  private static HttpResponse<String> get(StatusServer server, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + server.port() + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
