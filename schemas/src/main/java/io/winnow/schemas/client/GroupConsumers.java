package io.winnow.schemas.client;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** What the services' members of consumer groups set otherwise than Kafka does. */
public final class GroupConsumers {

  /**
   * Milliseconds without a byte after which a connection is given up. A member waits for the answer
   * to its request to join as long as {@code max.poll.interval.ms} and 5 s, and a connection lost
   * with the network tells nobody: the member would be out of its group for five minutes, and with
   * it the partitions of which it keeps the state. One that waits for slow members joins again, to
   * no harm.
   */
  private static final int MAX_IDLE_MS = 30_000;

  private GroupConsumers() {}

  /** Returns the settings, which those of users come before. */
  public static Map<String, Object> defaults() {
    return Map.of(ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG, MAX_IDLE_MS);
  }
}
