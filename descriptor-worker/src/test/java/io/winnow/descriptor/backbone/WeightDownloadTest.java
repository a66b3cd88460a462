package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightDownloadTest {

  private static final int SIZE = 300_000;

  @TempDir Path directory;

  private final byte[] content = new byte[SIZE];
  private final List<String> ranges = new ArrayList<>();
  private final List<Long> progress = new ArrayList<>();
  private HttpServer server;
  private PinnedFile file;

  @BeforeEach
  void serve() throws Exception {
    new Random(3).nextBytes(content);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
    file = new PinnedFile("weights.h5", SIZE, "SHA-256", HexFormat.of().formatHex(digest));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/ranges", exchange -> answer(exchange, content, true));
    server.createContext("/plain", exchange -> answer(exchange, content, false));
    server.createContext("/wrong", exchange -> answer(exchange, new byte[SIZE], true));
    server.createContext("/cut", this::cut);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldDownloadOnceAndThenSayThatItIsThere() throws Exception {
    assertThat(download("ranges")).isTrue();
    assertThat(download("ranges")).isFalse();

    assertThat(directory.resolve("weights.h5")).hasBinaryContent(content);
    assertThat(ranges).containsExactly("all");
    assertThat(progress).isSorted().endsWith((long) SIZE);
  }

  @Test
  void shouldGoOnWhereABrokenDownloadEnded() throws Exception {
    assertThatThrownBy(() -> download("cut"))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("of 300000 bytes");
    long have = Files.size(directory.resolve("weights.h5.part"));

    assertThat(download("ranges")).isTrue();

    assertThat(have).isPositive().isLessThan(SIZE);
    assertThat(ranges).containsExactly("all", "bytes=" + have + "-");
    assertThat(directory.resolve("weights.h5")).hasBinaryContent(content);
    assertThat(directory.resolve("weights.h5.part")).doesNotExist();
  }

  @Test
  void shouldBeginAgainWhenTheServerKnowsNoRanges() throws Exception {
    Files.write(directory.resolve("weights.h5.part"), Arrays.copyOf(content, 1000));

    assertThat(download("plain")).isTrue();

    assertThat(directory.resolve("weights.h5")).hasBinaryContent(content);
  }

  @Test
  void shouldRefuseAndRemoveAFileOfAnotherDigest() {
    assertThatThrownBy(() -> download("wrong"))
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll("/wrong", file.digest())
        .message()
        .hasLineCount(1);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void shouldReplaceAWrongFileThatIsThere() throws Exception {
    Files.write(directory.resolve("weights.h5"), new byte[SIZE]);

    assertThat(download("ranges")).isTrue();

    assertThat(directory.resolve("weights.h5")).hasBinaryContent(content);
  }

  @Test
  void shouldNameTheAnswerOfAServerThatHasNoSuchFile() {
    assertThatThrownBy(() -> download("nowhere"))
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll("/nowhere", "404");
  }

  private boolean download(String path) throws IOException, InterruptedException {
    URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/" + path);
    return new WeightDownload(file, url).into(directory, progress::add);
  }

  private void answer(HttpExchange exchange, byte[] body, boolean knowsRanges) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "all" : range);
    int from = 0;
    if (range != null && knowsRanges) {
      from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, SIZE - 1, SIZE));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, SIZE - from);
    exchange.getResponseBody().write(body, from, SIZE - from);
    exchange.close();
  }

  private void cut(HttpExchange exchange) throws IOException {
    ranges.add("all");
    exchange.sendResponseHeaders(200, SIZE);
    exchange.getResponseBody().write(content, 0, SIZE / 2);
    exchange.getResponseBody().flush();
    exchange.close();
  }
}
