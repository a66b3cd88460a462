package io.winnow.descriptor.worker;

import io.winnow.schemas.client.GroupConsumers;
import io.winnow.schemas.client.SettingNames;
import io.winnow.schemas.serde.RegistryConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  static final List<String> OPEN_PREFIXES = List.of(ALL, CONSUMER, PRODUCER);

  private static final SettingNames ALL_NAMES = SettingNames.ofKafkaAnd(List.of());

  private static final SettingNames CONSUMER_NAMES = SettingNames.of(ConsumerConfig.configNames());
  private static final SettingNames PRODUCER_NAMES = SettingNames.of(ProducerConfig.configNames());

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
   * @throws ConfigException naming a setting that nobody knows, that is not the user's to set, or
   *     that protects a connection which is not switched on
   */
  ClientSettings(Set<String> own, Map<String, Object> settings) {
    Map<String, Object> ours = new HashMap<>(settings);
    Map<String, Object> shared = take(ALL, ours);
    Map<String, Object> consumer = take(CONSUMER, ours);
    Map<String, Object> producer = take(PRODUCER, ours);
    Set<String> known = new HashSet<>(own);
    known.addAll(RegistryConfig.clientNames());
    SettingNames.of(known).requireKnown("", "", ours);
    ALL_NAMES.requireKnown("", ALL, shared);
    SettingNames.requireProtocol("", ALL, shared);
    CONSUMER_NAMES.requireKnown("", CONSUMER, consumer);
    PRODUCER_NAMES.requireKnown("", PRODUCER, producer);
    putAllBut(othersThan(AdminClientConfig.configNames()), shared, forAdmin);
    putAllBut(othersThan(ConsumerConfig.configNames()), shared, forConsumer);
    putAllBut(othersThan(ProducerConfig.configNames()), shared, forProducer);
    forConsumer.putAll(consumer);
    forProducer.putAll(producer);
  }

  /** Takes the settings below a prefix away, and returns them without it. */
  private static Map<String, Object> take(String prefix, Map<String, Object> settings) {
    Map<String, Object> taken = new HashMap<>();
    for (String name : List.copyOf(settings.keySet())) {
      if (name.startsWith(prefix)) {
        String client = name.substring(prefix.length());
        if (FIXED.contains(client)) {
          throw new ConfigException(
              "Setting " + name + " is the worker's own and cannot be changed");
        }
        taken.put(client, settings.remove(name));
      }
    }
    return taken;
  }

  /** Kafka's names that are not this client's; what is left is its own, or a plug-in's. */
  private static Set<String> othersThan(Set<String> client) {
    Set<String> others = new HashSet<>(SettingNames.kafka());
    others.removeAll(client);
    return others;
  }

  private static void putAllBut(
      Set<String> others, Map<String, Object> settings, Map<String, Object> client) {
    settings.forEach(
        (name, value) -> {
          if (!others.contains(name)) {
            client.put(name, value);
          }
        });
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
