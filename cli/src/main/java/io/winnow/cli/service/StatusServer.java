package io.winnow.cli.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.winnow.cli.console.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * What orchestrators and Prometheus ask a service: {@code GET /health} answers 200 {@code
 * {"status":"UP"}} or 503 {@code {"status":"DOWN"}}, {@code GET /metrics} the metrics in
 * Prometheus' text format.
 */
public final class StatusServer implements AutoCloseable {

  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;

  private StatusServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param host interface to bind
   * @param port TCP port; 0 takes a free one
   * @param metrics what {@code /metrics} shows
   * @param healthy asked on every {@code /health}
   * @throws CommandException if the port is taken
   */
  public static StatusServer start(
      String host, int port, PrometheusMeterRegistry metrics, BooleanSupplier healthy) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
      server.createContext("/health", exchange -> answerHealth(exchange, healthy.getAsBoolean()));
      server.createContext(
          "/metrics", exchange -> answer(exchange, 200, METRICS_TYPE, metrics.scrape()));
      server.start();
      return new StatusServer(server);
    } catch (IOException e) {
      throw new CommandException(
          "status endpoint: port " + port + " on " + host + " cannot be used: " + e.getMessage(),
          e);
    }
  }

  /** Starts one if it is wanted; what is returned is to be closed either way. */
  public static AutoCloseable startIf(
      boolean wanted,
      String host,
      int port,
      PrometheusMeterRegistry metrics,
      BooleanSupplier healthy) {
    if (wanted) {
      return start(host, port, metrics, healthy);
    }
    return () -> {};
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answerHealth(HttpExchange exchange, boolean up) throws IOException {
    answer(
        exchange,
        up ? 200 : 503,
        "application/json",
        "{\"status\":\"" + (up ? "UP" : "DOWN") + "\"}\n");
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream output = exchange.getResponseBody()) {
      output.write(body);
    }
  }
}
