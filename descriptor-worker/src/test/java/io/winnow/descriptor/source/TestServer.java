package io.winnow.descriptor.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server of this machine, on a free port unless told otherwise. */
final class TestServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  TestServer() throws IOException {
    this(InetAddress.getLoopbackAddress(), 0);
  }

  TestServer(InetAddress address, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String uri(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  void on(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  static HttpHandler content(byte[] bytes) {
    return exchange -> answer(exchange, 200, bytes);
  }

  static HttpHandler status(int status) {
    return exchange -> answer(exchange, status, new byte[0]);
  }

  static HttpHandler redirect(String location) {
    return exchange -> {
      exchange.getResponseHeaders().add("Location", location);
      answer(exchange, 302, new byte[0]);
    };
  }

  static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
