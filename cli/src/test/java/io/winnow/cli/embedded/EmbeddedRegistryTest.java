package io.winnow.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest {

  private static final String SCHEMA =
      "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Kept\\\",\\\"fields\\\":[]}";

  @TempDir private Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void shouldResolveTheSameIdWhenRestartedOnItsDirectory() throws Exception {
    Path home = directory.resolve("with a space");
    int id;
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(home, 0)) {
      id = register(registry, "kept-value");
    }
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(home, 0)) {
      assertThat(schema(registry, id)).contains("Kept");
      assertThat(register(registry, "kept-value")).isEqualTo(id);
    }
  }

  @Test
  void shouldNameThePortWhenItIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedRegistry.start(directory, taken.getLocalPort()))
          .isInstanceOf(EmbeddedStackException.class)
          .hasMessageContaining("Schema registry: port " + taken.getLocalPort());
    }
  }

  private int register(EmbeddedRegistry registry, String subject) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(
                    URI.create(registry.url() + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"" + SCHEMA + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Matcher id = Pattern.compile("\"id\":(\\d+)").matcher(answer.body());
    assertThat(id.find()).as(answer.body()).isTrue();
    return Integer.parseInt(id.group(1));
  }

  private String schema(EmbeddedRegistry registry, int id) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(registry.url() + "/schemas/ids/" + id)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
