package io.winnow.descriptor.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Downloads a file whose digest is known. What has come is kept in {@code NAME.part} beside the
 * target, so that a second try goes on where the first one ended; the file is moved into place only
 * when its size and digest are right.
 */
public final class WeightDownload {

  private static final int BUFFER = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final Duration CONNECT = Duration.ofSeconds(20);

  private final PinnedFile file;
  private final URI url;

  public WeightDownload(PinnedFile file, URI url) {
    this.file = file;
    this.url = url;
  }

  /**
   * Downloads into a directory, which is made when missing.
   *
   * @param progress told the bytes there are so far
   * @return whether anything was downloaded; false when the right file is there already
   * @throws BackboneException when the server refuses, the connection ends early, or what came is
   *     not the file, which is then removed
   */
  public boolean into(Path directory, LongConsumer progress)
      throws IOException, InterruptedException {
    Path target = directory.resolve(file.name());
    if (file.isAt(target)) {
      return false;
    }
    Files.createDirectories(directory);
    Path part = directory.resolve(file.name() + ".part");
    if (Files.exists(part) && Files.size(part) > file.size()) {
      Files.delete(part);
    }
    if (!Files.exists(part) || Files.size(part) < file.size()) {
      fetch(part, progress);
    }
    requireRight(part);
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private void fetch(Path part, LongConsumer progress) throws IOException, InterruptedException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT)
            .build();
    HttpResponse<InputStream> response = send(client, request.build());
    try (InputStream in = response.body()) {
      boolean resumed = response.statusCode() == PARTIAL && startsAt(response, have);
      if (!resumed && response.statusCode() != OK) {
        throw new BackboneException(
            "cannot download %s: the server answers %d".formatted(url, response.statusCode()));
      }
      append(in, part, resumed ? have : 0, progress);
    }
  }

  private HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new BackboneException(
          "cannot download %s: %s"
              .formatted(url, Objects.toString(e.getMessage(), "no connection")),
          e);
    }
  }

  private static boolean startsAt(HttpResponse<?> response, long have) {
    return response
        .headers()
        .firstValue("Content-Range")
        .map(range -> range.startsWith("bytes " + have + "-"))
        .orElse(false);
  }

  /** Stops one buffer past the expected size: a server must not fill the disk. */
  private void append(InputStream in, Path part, long have, LongConsumer progress)
      throws IOException {
    StandardOpenOption mode =
        have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    byte[] buffer = new byte[BUFFER];
    long count = have;
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      int read = in.read(buffer);
      while (read >= 0 && count <= file.size()) {
        out.write(buffer, 0, read);
        count += read;
        progress.accept(count);
        read = in.read(buffer);
      }
    } catch (IOException e) {
      throw new BackboneException(
          "the download of %s ended after %d of %d bytes, run it again to go on (%s)"
              .formatted(url, count, file.size(), e.getMessage()),
          e);
    }
  }

  private void requireRight(Path part) throws IOException {
    if (file.isAt(part)) {
      return;
    }
    long size = Files.size(part);
    String digest = file.digestOf(part);
    Files.delete(part);
    throw new BackboneException(
        "refused and removed what came from %s: expected %d bytes of %s %s, got %d of %s"
            .formatted(url, file.size(), file.algorithm(), file.digest(), size, digest));
  }
}
