package io.winnow.integration;

import static java.util.Map.entry;

import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.topic.TopicAdmin;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/**
 * A broker in this JVM that notices dead clients within seconds, where the product's embedded Kafka
 * keeps the usual limits.
 */
final class TestCluster implements AutoCloseable {

  /** How long a silent member of a consumer group is believed alive, in milliseconds. */
  static final int SESSION_TIMEOUT_MS = 3_000;

  /** Setting of a streams instance: how long it is believed alive, in milliseconds. */
  static final String CLIENT_SESSION_TIMEOUT = "kafka.consumer.session.timeout.ms";

  private static final int HEARTBEAT_MS = SESSION_TIMEOUT_MS / 5;

  private static final Map<String, String> BROKER_SETTINGS =
      Map.ofEntries(
          entry("group.initial.rebalance.delay.ms", "0"),
          entry("group.min.session.timeout.ms", "500"),
          // under group.protocol=streams the broker decides what the clients do elsewhere
          entry("group.streams.initial.rebalance.delay.ms", "0"),
          entry("group.streams.min.session.timeout.ms", "500"),
          entry("group.streams.session.timeout.ms", "" + SESSION_TIMEOUT_MS),
          entry("group.streams.min.heartbeat.interval.ms", "100"),
          entry("group.streams.heartbeat.interval.ms", "" + HEARTBEAT_MS),
          // how soon the transaction of a dead producer is aborted once it timed out
          entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200"),
          entry("transaction.state.log.num.partitions", "4"),
          entry("transaction.state.log.replication.factor", "1"),
          entry("transaction.state.log.min.isr", "1"),
          entry("offsets.topic.num.partitions", "4"),
          entry("offsets.topic.replication.factor", "1"),
          entry("auto.create.topics.enable", "false"),
          entry("log.cleaner.dedupe.buffer.size", "4194304"));

  private final KafkaClusterTestKit kit;
  private final TestClients clients;

  private TestCluster(KafkaClusterTestKit kit) {
    this.kit = kit;
    this.clients = new TestClients(kit.bootstrapServers());
  }

  static TestCluster start() throws Exception {
    return start(Map.of());
  }

  /**
   * @param more settings of the broker
   */
  static TestCluster start(Map<String, String> more) throws Exception {
    KafkaClusterTestKit.Builder builder =
        new KafkaClusterTestKit.Builder(
            new TestKitNodes.Builder()
                .setCombined(true)
                .setNumBrokerNodes(1)
                .setNumControllerNodes(1)
                .build());
    BROKER_SETTINGS.forEach(builder::setConfigProp);
    more.forEach(builder::setConfigProp);
    KafkaClusterTestKit kit = builder.build();
    try {
      kit.format();
      kit.startup();
      kit.waitForReadyBrokers();
      return new TestCluster(kit);
    } catch (Exception e) {
      kit.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return kit.bootstrapServers();
  }

  TestClients clients() {
    return clients;
  }

  /** Makes topics of their own for a test. */
  TopicCatalog createTopics(String prefix, String registryUrl, int partitions) {
    TopicCatalog topics = new TopicCatalog(prefix, Map.of(RegistryConfig.URL, registryUrl));
    new TopicAdmin(clients.admin()).create(topics, partitions, (short) 1);
    return topics;
  }

  /** Settings of a streams instance that is soon missed when it dies. */
  Map<String, Object> streamsSettings(String prefix, String registryUrl, String stateDirectory) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsAppConfig.BOOTSTRAP_SERVERS, bootstrapServers());
    settings.put(StreamsAppConfig.TOPIC_PREFIX, prefix);
    settings.put(StreamsAppConfig.APPLICATION_ID, prefix + "streams");
    settings.put(StreamsAppConfig.STATE_DIR, stateDirectory);
    settings.put(RegistryConfig.URL, registryUrl);
    settings.put(CLIENT_SESSION_TIMEOUT, SESSION_TIMEOUT_MS);
    settings.put("kafka.consumer.heartbeat.interval.ms", HEARTBEAT_MS);
    settings.put("kafka.producer.transaction.timeout.ms", SESSION_TIMEOUT_MS);
    return settings;
  }

  @Override
  public void close() {
    clients.close();
    try {
      kit.close();
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while the broker stopped", e);
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not stop", e);
    }
  }
}
