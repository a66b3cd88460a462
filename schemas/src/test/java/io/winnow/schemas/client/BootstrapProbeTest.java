package io.winnow.schemas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapProbeTest {

  private static final String PASSWORD = "changeit";

  @TempDir private static Path directory;

  /** What a listener does with a connection before it is closed. */
  private interface Behaviour {
    void on(Socket connection) throws IOException;
  }

  @Test
  void shouldSayThatNothingListens() throws IOException {
    ServerSocket closed = listener();
    closed.close();
    assertThat(findings(closed, null))
        .isEqualTo("nothing listens at 127.0.0.1:" + closed.getLocalPort() + "; is it running?");
  }

  @Test
  void shouldTellTlsFromPlainText() throws Exception {
    SSLContext context = context();
    try (ServerSocket server = listener();
        AutoCloseable stop =
            serve(
                server,
                plain -> {
                  SSLSocket tls =
                      (SSLSocket) context.getSocketFactory().createSocket(plain, null, 0, false);
                  tls.setUseClientMode(false);
                  tls.startHandshake();
                })) {
      String where = "127.0.0.1:" + server.getLocalPort();
      assertThat(findings(server, null))
          .isEqualTo(
              where + " speaks TLS, security.protocol is PLAINTEXT; SSL or SASL_SSL is needed");
      assertThat(findings(server, "SASL_PLAINTEXT"))
          .contains("security.protocol is SASL_PLAINTEXT");
      assertThat(findings(server, "SSL")).startsWith(where + " takes connections but");
    }
  }

  @Test
  void shouldTellPlainTextFromTls() throws Exception {
    // As a broker does that takes the handshake for a request that is far too large.
    try (ServerSocket server = listener();
        AutoCloseable stop = serve(server, connection -> connection.getInputStream().read())) {
      String where = "127.0.0.1:" + server.getLocalPort();
      assertThat(findings(server, "SSL"))
          .isEqualTo(
              where
                  + " does not speak TLS, security.protocol is SSL; PLAINTEXT or SASL_PLAINTEXT is"
                  + " needed");
      assertThat(findings(server, null)).startsWith(where + " takes connections but");
    }
  }

  @Test
  void shouldTakeASilentListenerForAPlainOne() throws Exception {
    try (ServerSocket server = listener()) { // the backlog takes the connection
      assertThat(findings(server, "SASL_SSL")).contains(" does not speak TLS");
    }
  }

  @Test
  void shouldNameEveryKindOfServerOnce() {
    assertThat(
            BootstrapProbe.of(
                    Map.of("bootstrap.servers", "nowhere.invalid:1, broken ,nowhere.invalid:2"))
                .findings())
        .isEqualTo("no address is known of host nowhere.invalid; 'broken' is no HOST:PORT");
  }

  @Test
  void shouldExplainTheTimeoutOfAFirstCall() throws IOException {
    ServerSocket closed = listener();
    closed.close();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", List.of("127.0.0.1:" + closed.getLocalPort()));
    assertThatThrownBy(
            () ->
                KafkaUnreachableException.explaining(
                    settings,
                    () -> {
                      throw new TimeoutException("Timed out waiting for a node assignment");
                    }))
        .isInstanceOf(KafkaUnreachableException.class)
        .hasMessageStartingWith("Kafka does not answer: nothing listens at 127.0.0.1:");
    assertThat(KafkaUnreachableException.explaining(settings, () -> 7)).isEqualTo(7);
  }

  private static String findings(ServerSocket server, String protocol) {
    String where = "127.0.0.1:" + server.getLocalPort();
    return BootstrapProbe.of(
            protocol == null
                ? Map.of("bootstrap.servers", where)
                : Map.of("bootstrap.servers", where, "security.protocol", protocol))
        .findings();
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static AutoCloseable serve(ServerSocket server, Behaviour behaviour) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket connection = server.accept()) {
                  behaviour.on(connection);
                } catch (IOException e) {
                  continue; // the client gave up, or the test is over
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return () -> {
      server.close();
      thread.join();
    };
  }

  private static SSLContext context() throws Exception {
    Path file = directory.resolve("broker.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
