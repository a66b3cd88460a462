package io.winnow.integration;

import io.winnow.cli.service.ServiceProcess;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/** A streams instance in a process of its own, so that it can be killed like one. */
final class StreamsInstance implements AutoCloseable {

  private final String name;
  private final Process process;

  private StreamsInstance(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts the process; does not wait for its partitions.
   *
   * @param name its client id; its state is in a directory of that name
   * @param settings of the streams application; the state directory is added
   */
  static StreamsInstance start(String name, Path directory, Map<String, Object> settings)
      throws IOException {
    return start(name, directory, settings, Map.of());
  }

  /**
   * Starts the process with variables added to its environment.
   *
   * @param settings see the other method
   */
  static StreamsInstance start(
      String name, Path directory, Map<String, Object> settings, Map<String, String> environment)
      throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    Map<String, Object> own = new HashMap<>(settings);
    own.put(StreamsAppConfig.STATE_DIR, home.resolve("state").toString());
    own.put(StreamsAppConfig.KAFKA_PREFIX + CommonClientConfigs.CLIENT_ID_CONFIG, name);
    Properties properties = new Properties();
    own.forEach((key, value) -> properties.setProperty(key, value.toString()));
    Path file = home.resolve("streams.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StreamsInstance.class.getName(),
                file.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new StreamsInstance(name, builder.start());
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: nothing is flushed, committed or told to anybody. Returns when it is dead. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM, as an orchestrator stops it. Returns when it is dead. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** Kills it, if that is still to be done. */
  @Override
  public void close() {
    kill();
  }

  /** The process: runs an instance with the settings of a file, and ends with its parent. */
  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      properties.load(in);
    }
    Map<String, Object> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value));
    StreamsRunner runner = StreamsRunner.start(new StreamsAppConfig(settings), "test");
    Thread watch = new Thread(StreamsInstance::exitWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    ServiceProcess.run(runner, runner::join);
  }

  private static void exitWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("standard input failed, taken as the end of the parent: " + e);
    }
    System.exit(0);
  }
}
