package io.winnow.cli.embedded;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a Kafka node whether it works. The question goes through the broker to the controller and
 * its queue of events: a broker whose controller has died still answers all others from what it
 * knows, and nothing can be created, elected or restarted any more.
 */
final class KafkaProbe implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaProbe.class);

  private final Admin admin;

  /**
   * @param limit how long an answer may take
   */
  KafkaProbe(String bootstrapServers, Duration limit) {
    int millis = Math.toIntExact(limit.toMillis());
    admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "winnow-health",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis));
  }

  /** Whether broker and controller answer in time. */
  boolean answers() {
    try {
      admin.listPartitionReassignments().reassignments().get();
      return true;
    } catch (ExecutionException | IllegalStateException e) {
      // The latter: closed meanwhile.
      LOG.warn("Kafka does not answer: {}", e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
