package io.winnow.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kafka.server.ControllerServer;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** A broker without a controller goes on as if nothing were wrong, and waits for it at its end. */
class DeadControllerTest {

  @TempDir private Path directory;

  /** A process of its own: a broker that loses its files would end that of the tests. */
  public static final class Node {

    private Node() {}

    public static void main(String[] arguments) throws Exception {
      EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), 0);
      try (KafkaProbe probe = new KafkaProbe(kafka.bootstrapServers(), Duration.ofSeconds(3));
          Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
        System.out.println("answers " + probe.answers());
        controller(kafka).shutdown();
        System.out.println("answers " + probe.answers());
        System.out.println("brokers " + admin.describeCluster().nodes().get().size());
        kafka.close(Duration.ofSeconds(2));
        System.out.println("stopped");
      } catch (EmbeddedStackException e) {
        System.out.println(e.getMessage());
      }
      System.exit(0);
    }

    private static ControllerServer controller(EmbeddedKafka kafka) throws Exception {
      Field server = EmbeddedKafka.class.getDeclaredField("server");
      server.setAccessible(true);
      Method controller = KafkaRaftServer.class.getDeclaredMethod("controller");
      controller.setAccessible(true);
      return (ControllerServer) ((Option<?>) controller.invoke(server.get(kafka))).get();
    }
  }

  @Test
  void shouldBeFoundOutAndLeftBehindInTime() throws Exception {
    Process node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Node.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = node.inputReader()) {
      assertThat(
              out.lines().filter(line -> line.matches("(answers|brokers|stopped|Kafka did) ?.*")))
          .containsExactly(
              "answers true", "answers false", "brokers 1", "Kafka did not stop within 2 s");
      assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isZero();
    } finally {
      node.destroyForcibly().waitFor();
    }
  }
}
