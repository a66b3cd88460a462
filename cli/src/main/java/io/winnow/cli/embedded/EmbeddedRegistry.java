package io.winnow.cli.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry with Confluent's REST API (Apicurio) as a child process. Schemas lie in an H2
 * file below its directory, so ids stay what they were from one start to the next: records that
 * Kafka kept remain readable. The process ends with this one, however that ends.
 */
public final class EmbeddedRegistry implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);

  private static final String HOST = "127.0.0.1";
  private static final String API = "/apis/ccompat/v7";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private final Process process;
  private final Path log;
  private final String url;

  private EmbeddedRegistry(Process process, Path log, String url) {
    this.process = process;
    this.log = log;
    this.url = url;
  }

  /**
   * Starts the registry and returns when its API answers.
   *
   * @param directory where it keeps schemas ({@code registry.mv.db}) and its log ({@code
   *     registry.log})
   * @param port HTTP port on the loopback interface; 0 takes a free one
   * @throws EmbeddedStackException if the port is taken, the application is not there, or it does
   *     not answer within two minutes
   */
  public static EmbeddedRegistry start(Path directory, int port) {
    int httpPort = LocalPorts.claim(port, "Schema registry");
    Path log = directory.resolve("registry.log").toAbsolutePath();
    EmbeddedRegistry registry;
    try {
      Files.createDirectories(directory);
      Process process =
          new ProcessBuilder(command(directory, httpPort))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      registry = new EmbeddedRegistry(process, log, "http://" + HOST + ":" + httpPort + API);
    } catch (IOException e) {
      throw new EmbeddedStackException(
          "Schema registry cannot start in " + directory + ": " + e.getMessage(), e);
    }
    try {
      registry.awaitAnswer();
    } catch (EmbeddedStackException e) {
      registry.close();
      throw e;
    }
    LOG.info("Schema registry listens on {}, data in {}", registry.url, directory);
    return registry;
  }

  /** The value of {@code schema.registry.url} for clients. */
  public String url() {
    return url;
  }

  /** Completes with the exit code when the process ends for whatever reason. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Where the process writes its log. */
  public Path log() {
    return log;
  }

  /** Stops the process and waits until it is gone. Does nothing if it has ended. */
  @Override
  public void close() {
    process.destroy();
    if (exitWithin(STOP_LIMIT).isEmpty()) {
      LOG.warn("Schema registry did not stop within {} s, killing it", STOP_LIMIT.toSeconds());
      process.destroyForcibly();
      exitWithin(STOP_LIMIT);
    }
    closeStandardInput();
  }

  private void closeStandardInput() {
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.flush();
    } catch (IOException e) {
      LOG.debug("pipe to the registry was already closed", e);
    }
  }

  private void awaitAnswer() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/subjects"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers(client, request)) {
      OptionalInt exit = exitWithin(POLL_INTERVAL);
      if (exit.isPresent()) {
        throw new EmbeddedStackException(
            "Schema registry ended with exit code "
                + exit.getAsInt()
                + " at its start, see "
                + log);
      }
      if (System.nanoTime() > deadline) {
        throw new EmbeddedStackException(
            "Schema registry did not answer on "
                + url
                + " within "
                + START_LIMIT.toSeconds()
                + " s, see "
                + log);
      }
    }
  }

  private static boolean answers(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      LOG.trace("registry does not answer yet", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStackException("interrupted while the schema registry started", e);
    }
  }

  private OptionalInt exitWithin(Duration limit) {
    try {
      return OptionalInt.of(
          process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS).exitValue());
    } catch (TimeoutException e) {
      return OptionalInt.empty();
    } catch (ExecutionException e) {
      throw new EmbeddedStackException("cannot watch the schema registry's process", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedStackException("interrupted while waiting for the schema registry", e);
    }
  }

  private static List<String> command(Path directory, int port) {
    RegistryInstallation installation = RegistryInstallation.locate();
    String database = directory.toAbsolutePath().resolve("registry").toString();
    if (database.indexOf(';') >= 0) {
      throw new EmbeddedStackException(
          "the data directory's path must not contain ';': " + directory.toAbsolutePath());
    }
    return List.of(
        // Ctrl-C goes to every process of the terminal. The registry must outlive those who still
        // need it, so it ignores that signal (a JVM keeps a signal ignored that was so at its
        // start).
        "sh",
        "-c",
        "trap '' INT; exec \"$@\"",
        "sh",
        installation.java().toString(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-Dquarkus.http.host=" + HOST,
        "-Dquarkus.http.port=" + port,
        // Written through at once, so that ids are there after a kill as well.
        "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + database + ";WRITE_DELAY=0",
        "-Dquarkus.datasource.jdbc.initial-size=2",
        "-Dquarkus.datasource.jdbc.min-size=2",
        "-cp",
        installation.classPath(),
        RegistryProcess.class.getName());
  }
}
