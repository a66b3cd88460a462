package io.winnow.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code winnow worker} or {@code winnow streams} as a process, its DEBUG log in a file. */
final class WinnowService implements AutoCloseable {

  private final Process process;
  private final Path log;

  private WinnowService(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the process.
   *
   * @param log takes standard output and standard error
   * @param environment variables besides this process's own
   */
  static WinnowService start(Path log, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        DebugLogged.class.getName());
    Collections.addAll(command, arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("WINNOW_"));
    builder.environment().putAll(environment);
    return new WinnowService(builder.start(), log);
  }

  Path log() {
    return log;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the process ends by itself and returns its exit code. */
  int join() throws InterruptedException {
    if (!process.waitFor(TopicTail.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the service still runs, see " + log);
    }
    return process.exitValue();
  }

  /** Body of an answer of the status endpoint. */
  static String get(int port, String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Stops it as an orchestrator does, and waits. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TopicTail.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
