package io.winnow.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import kafka.server.ControllerServer;
import kafka.server.KafkaRaftServer;
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
      try (KafkaProbe probe = new KafkaProbe(kafka.bootstrapServers(), Duration.ofSeconds(3))) {
        System.out.println("answers " + probe.answers());
        controller(kafka).shutdown();
        System.out.println("answers " + probe.answers());
        kafka.close(Duration.ofSeconds(2));
        System.out.println("stopped");
      } catch (EmbeddedStackException e) {
        System.out.println(e.getMessage());
        System.exit(0);
      } catch (Exception e) {
        e.printStackTrace();
      }
      // The broker's threads would keep the process.
      System.exit(1);
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
      assertThat(out.lines().filter(line -> line.matches("(answers|stopped|Kafka did) ?.*")))
          .containsExactly("answers true", "answers false", "Kafka did not stop within 2 s");
      assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isZero();
    } finally {
      node.destroyForcibly().waitFor();
    }
  }
}
