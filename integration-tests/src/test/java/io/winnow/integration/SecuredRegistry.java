package io.winnow.integration;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.winnow.cli.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The product's registry behind a proxy that speaks TLS and asks for user and password. */
final class SecuredRegistry implements AutoCloseable {

  private static final String CONTENT_TYPE = "Content-Type";

  private final EmbeddedRegistry registry;
  private final HttpsServer proxy;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();

  private SecuredRegistry(EmbeddedRegistry registry, HttpsServer proxy) {
    this.registry = registry;
    this.proxy = proxy;
  }

  static SecuredRegistry start(
      Path directory, Certificates certificates, String user, String password)
      throws IOException, GeneralSecurityException {
    HttpsServer proxy =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
    SecuredRegistry secured = new SecuredRegistry(EmbeddedRegistry.start(directory, 0), proxy);
    proxy.setExecutor(secured.threads);
    proxy
        .createContext("/", secured::forward)
        .setAuthenticator(
            new BasicAuthenticator("registry") {
              @Override
              public boolean checkCredentials(String givenUser, String givenPassword) {
                return user.equals(givenUser) && password.equals(givenPassword);
              }
            });
    proxy.start();
    return secured;
  }

  String url() {
    return "https://localhost:"
        + proxy.getAddress().getPort()
        + URI.create(registry.url()).getPath();
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(registry.url()).resolve(exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      String type = exchange.getRequestHeaders().getFirst(CONTENT_TYPE);
      if (type != null) {
        request.header(CONTENT_TYPE, type);
      }
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue(CONTENT_TYPE)
          .ifPresent(value -> exchange.getResponseHeaders().set(CONTENT_TYPE, value));
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the registry was asked", e);
    }
  }

  @Override
  public void close() {
    proxy.stop(0);
    threads.shutdownNow();
    registry.close();
  }
}
