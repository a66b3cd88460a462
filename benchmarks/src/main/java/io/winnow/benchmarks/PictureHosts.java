package io.winnow.benchmarks;

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
import java.util.function.IntFunction;

/** Web hosts of this machine: such as serve pictures, and such as do not. */
final class PictureHosts implements AutoCloseable {

  /** What a host does. */
  enum Kind {
    /** Serves pictures. */
    NONE_DEAD,
    /** Takes the connection and never answers. */
    HANGING,
    /** Nobody listens. */
    REFUSING,
    /** 503, without Retry-After. */
    UNAVAILABLE
  }

  static {
    // Head and body are two writes: with Nagle's algorithm each picture would wait 40 ms for an
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "picture-host");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch over = new CountDownLatch(1);
  private final IntFunction<byte[]> pictures;

  /**
   * @param pictures by the number that an address ends with
   */
  PictureHosts(IntFunction<byte[]> pictures) {
    this.pictures = pictures;
  }

  /** Address of a new host, to which a number is appended. */
  String open(Kind kind) {
    return switch (kind) {
      case NONE_DEAD -> serve(this::picture);
      case HANGING -> serve(exchange -> hang());
      case UNAVAILABLE ->
          serve(
              exchange -> {
                exchange.sendResponseHeaders(503, -1);
                exchange.close();
              });
      case REFUSING -> closedPort();
    };
  }

  private void picture(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] picture = pictures.apply(Integer.parseInt(path.substring(1)));
    exchange.sendResponseHeaders(200, picture.length);
    exchange.getResponseBody().write(picture);
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
      server.createContext("/", handler::handle);
      server.start();
      servers.add(server);
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort() + "/";
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
