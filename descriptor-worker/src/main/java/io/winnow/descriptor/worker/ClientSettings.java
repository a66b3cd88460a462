package io.winnow.descriptor.worker;

import io.winnow.schemas.client.GroupConsumers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Settings that are passed on to the Kafka clients, and those the worker insists on. */
final class ClientSettings {

  static final String ALL = "kafka.";
  static final String CONSUMER = "consumer.";
  static final String PRODUCER = "producer.";

  private static final List<String> REGISTRY =
      List.of("schema.registry.", "basic.auth.", "bearer.auth.", "proxy.");

  static final List<String> OPEN_PREFIXES =
      List.of(
          ALL,
          CONSUMER,
          PRODUCER,
          REGISTRY.get(0),
          REGISTRY.get(1),
          REGISTRY.get(2),
          REGISTRY.get(3));

  /** Exactly-once, and the worker's own way of reading, rest on these. */
  private static final Set<String> FIXED =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "enable.auto.commit",
          "isolation.level",
          "auto.offset.reset",
          "max.poll.records",
          "key.deserializer",
          "value.deserializer",
          "transactional.id",
          "enable.idempotence",
          "acks",
          "max.request.size",
          "key.serializer",
          "value.serializer");

  private final Map<String, Object> forAdmin = new HashMap<>();
  private final Map<String, Object> forConsumer = new HashMap<>();
  private final Map<String, Object> forProducer = new HashMap<>();

  /**
   * @param own names the worker defines itself
   * @throws ConfigException naming a setting that nobody knows or that is not the user's to set
   */
  ClientSettings(Set<String> own, Map<String, Object> settings) {
    Set<String> consumerNames = ConsumerConfig.configNames();
    Set<String> producerNames = ProducerConfig.configNames();
    Set<String> adminNames = AdminClientConfig.configNames();
    // Sorted by name: consumer. and producer. come before and after kafka., so the special ones are
    // laid on top in a second pass.
    for (String name : new TreeSet<>(settings.keySet())) {
      if (name.startsWith(ALL)) {
        String client = clientName(name, ALL);
        boolean known = putIfKnown(forConsumer, consumerNames, client, settings.get(name));
        known |= putIfKnown(forProducer, producerNames, client, settings.get(name));
        known |= putIfKnown(forAdmin, adminNames, client, settings.get(name));
        requireKnown(known, name);
      } else if (!own.contains(name) && OPEN_PREFIXES.stream().noneMatch(name::startsWith)) {
        requireKnown(false, name);
      }
    }
    for (String name : new TreeSet<>(settings.keySet())) {
      if (name.startsWith(CONSUMER)) {
        String client = clientName(name, CONSUMER);
        requireKnown(putIfKnown(forConsumer, consumerNames, client, settings.get(name)), name);
      } else if (name.startsWith(PRODUCER)) {
        String client = clientName(name, PRODUCER);
        requireKnown(putIfKnown(forProducer, producerNames, client, settings.get(name)), name);
      }
    }
  }

  private static String clientName(String name, String prefix) {
    String client = name.substring(prefix.length());
    if (FIXED.contains(client)) {
      throw new ConfigException("Setting " + name + " is the worker's own and cannot be changed");
    }
    return client;
  }

  private static boolean putIfKnown(
      Map<String, Object> client, Set<String> names, String name, Object value) {
    boolean known = names.contains(name);
    if (known) {
      client.put(name, value);
    }
    return known;
  }

  private static void requireKnown(boolean known, String name) {
    if (!known) {
      throw new ConfigException("Unknown setting " + name);
    }
  }

  Map<String, Object> admin(List<String> bootstrapServers) {
    Map<String, Object> settings = new HashMap<>(forAdmin);
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return settings;
  }

  Map<String, Object> consumer(List<String> bootstrapServers, String groupId, int maxPollRecords) {
    Map<String, Object> settings = new HashMap<>(GroupConsumers.defaults());
    settings.putAll(forConsumer);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Also makes the consumer wait for offsets of transactions still open (KIP-447).
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  Map<String, Object> producer(
      List<String> bootstrapServers, String transactionalId, int maxRequestBytes) {
    Map<String, Object> settings = new HashMap<>(forProducer);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }
}
