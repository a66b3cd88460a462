package io.winnow.schemas.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * An HTTP server that gives prepared answers in turn, the last one for ever, and remembers the
 * questions.
 */
final class StubRegistry implements AutoCloseable {
  private final String scheme;
  private final HttpServer server;
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Question> questions = Collections.synchronizedList(new ArrayList<>());

  private record Answer(int status, String body) {}

  record Question(String method, String path, String authorization, String body) {}

  StubRegistry() {
    this("http", StubRegistry::plain);
  }

  /** A server that speaks TLS with the given certificate. */
  StubRegistry(SSLContext tls) {
    this(
        "https",
        address -> {
          HttpsServer server = HttpsServer.create(address, 0);
          server.setHttpsConfigurator(new HttpsConfigurator(tls));
          return server;
        });
  }

  private StubRegistry(String scheme, Listener listener) {
    this.scheme = scheme;
    try {
      server = listener.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  @FunctionalInterface
  private interface Listener {
    HttpServer listen(InetSocketAddress address) throws IOException;
  }

  private static HttpServer plain(InetSocketAddress address) throws IOException {
    return HttpServer.create(address, 0);
  }

  StubRegistry answering(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  String url() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  List<Question> questions() {
    return questions;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      questions.add(
          new Question(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              body));
      Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
