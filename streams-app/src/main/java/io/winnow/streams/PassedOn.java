package io.winnow.streams;

import io.winnow.schemas.client.SettingNames;
import io.winnow.schemas.serde.RegistryConfig;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings that are handed on to Kafka Streams, its clients and the registry's: their names must be
 * known to one of them.
 */
final class PassedOn {

  /**
   * What may stand behind each of Kafka Streams' own prefixes.
   *
   * @param prefix as Kafka Streams cuts it off
   * @param names that the client behind it reads
   */
  private record Client(String prefix, SettingNames names) {}

  private static final List<Client> CLIENTS =
      List.of(
          client(StreamsConfig.MAIN_CONSUMER_PREFIX, ConsumerConfig.configNames()),
          client(StreamsConfig.RESTORE_CONSUMER_PREFIX, ConsumerConfig.configNames()),
          client(StreamsConfig.GLOBAL_CONSUMER_PREFIX, ConsumerConfig.configNames()),
          client(StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configNames()),
          client(StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configNames()),
          client(StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configNames()),
          client(StreamsConfig.TOPIC_PREFIX, topicNames()));

  private static final SettingNames SHARED =
      SettingNames.ofKafkaAnd(StreamsConfig.configDef().names());

  private PassedOn() {}

  /**
   * @param own names that the application defines
   * @throws org.apache.kafka.common.config.ConfigException naming the first unknown one
   */
  static void requireKnown(Set<String> own, Map<String, ?> settings) {
    Map<String, Object> ours = new HashMap<>();
    Map<String, Object> shared = new HashMap<>();
    Map<Client, Map<String, Object>> special = new LinkedHashMap<>();
    settings.forEach(
        (name, value) -> {
          if (!name.startsWith(StreamsAppConfig.KAFKA_PREFIX)) {
            ours.put(name, value);
            return;
          }
          String rest = name.substring(StreamsAppConfig.KAFKA_PREFIX.length());
          CLIENTS.stream()
              .filter(client -> rest.startsWith(client.prefix()))
              .findFirst()
              .ifPresentOrElse(
                  client ->
                      special
                          .computeIfAbsent(client, key -> new HashMap<>())
                          .put(rest.substring(client.prefix().length()), value),
                  () -> shared.put(rest, value));
        });
    Set<String> known = new HashSet<>(own);
    known.addAll(RegistryConfig.clientNames());
    SettingNames.of(known).requireKnown("", "", ours);
    SHARED.requireKnown("", StreamsAppConfig.KAFKA_PREFIX, shared);
    SettingNames.requireProtocol("", StreamsAppConfig.KAFKA_PREFIX, shared);
    special.forEach(
        (client, given) ->
            client
                .names()
                .requireKnown("", StreamsAppConfig.KAFKA_PREFIX + client.prefix(), given));
  }

  private static Client client(String prefix, Set<String> names) {
    return new Client(prefix, SettingNames.of(names));
  }

  private static Set<String> topicNames() {
    Set<String> names = new HashSet<>();
    for (Field field : TopicConfig.class.getFields()) {
      if (field.getName().endsWith("_CONFIG")) {
        try {
          names.add((String) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException("public constants can be read", e);
        }
      }
    }
    return names;
  }
}
