package io.winnow.descriptor.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Web servers of this machine: one that serves, and one for each way of not doing so. */
final class DeadHosts implements AutoCloseable {

  /** A way of not serving a picture. */
  enum Kind {
    /** Takes the connection and never answers. */
    HANGING,
    /** Nobody listens. */
    REFUSING,
    /** Sends headers and a part of the body. */
    BREAKING_OFF,
    UNAVAILABLE,
    TOO_MANY_REQUESTS,
    /** 503 with Retry-After. */
    ASKING_TO_WAIT
  }

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Supplier<byte[]> picture;

  /** Requests that all servers together have heard. */
  final AtomicInteger requests = new AtomicInteger();

  DeadHosts(Supplier<byte[]> picture) {
    this.picture = picture;
  }

  /** Address without the path of a new server that serves every path. */
  String good() {
    return serve(this::serveOne);
  }

  private void serveOne(HttpExchange exchange) throws IOException {
    byte[] body = picture.get();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Address without the path of a new server of this kind. */
  String dead(Kind kind) {
    return kind == Kind.REFUSING ? refusing() : serve(exchange -> fail(kind, exchange));
  }

  /** Address of a server that fails so many requests in this way and then serves. */
  String deadFor(int failures, Kind kind) {
    AtomicInteger heard = new AtomicInteger();
    return serve(
        exchange -> {
          if (heard.incrementAndGet() > failures) {
            serveOne(exchange);
          } else {
            fail(kind, exchange);
          }
        });
  }

  private void fail(Kind kind, HttpExchange exchange) throws IOException {
    switch (kind) {
      case HANGING -> hang();
      case BREAKING_OFF -> {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write(new byte[10]);
        exchange.getResponseBody().flush();
        throw new IOException("the connection is closed before the end");
      }
      case UNAVAILABLE -> exchange.sendResponseHeaders(503, -1);
      case TOO_MANY_REQUESTS -> exchange.sendResponseHeaders(429, -1);
      case ASKING_TO_WAIT -> {
        exchange.getResponseHeaders().set("Retry-After", "1");
        exchange.sendResponseHeaders(503, -1);
      }
      default -> throw new IllegalStateException(kind.name());
    }
    exchange.close();
  }

  private void hang() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private String serve(Handler handler) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            requests.incrementAndGet();
            handler.handle(exchange);
          });
      server.start();
      servers.add(server);
      return "http://127.0.0.1:" + server.getAddress().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String refusing() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    over.countDown();
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
