package io.winnow.streams;

import io.winnow.schemas.topic.Topic;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.streams.store.PoolStores;
import io.winnow.streams.store.RoundStores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The changelog topics of an application that exist already. Kafka Streams gives settings to those
 * that it creates only; with those of earlier versions a record from a clock that is ahead, or the
 * scores of a large committee, would end the instance.
 */
final class ChangelogTopics {

  /**
   * What a changelog must have. The broker's time in place of the record's: a topic takes whatever
   * it is sent then. As many bytes as an entry of the state may have ({@link SizeLimits}).
   */
  static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
              "LogAppendTime",
              TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
              Integer.toString(SizeLimits.RECORD_BYTES + Topic.OVERHEAD_BYTES)));

  private final Admin admin;
  private final List<String> names;

  ChangelogTopics(Admin admin, String applicationId) {
    this.admin = admin;
    this.names =
        Stream.concat(PoolStores.builders().stream(), RoundStores.builders().stream())
            .filter(StoreBuilder::loggingEnabled)
            .map(store -> applicationId + "-" + store.name() + "-changelog")
            .toList();
  }

  /**
   * Mends the settings where one is wrong.
   *
   * @throws TopicsNotReadyException if that is not allowed; names the topics and the command that
   *     does it
   */
  void mend() {
    List<ConfigResource> wrong = new ArrayList<>();
    admin
        .describeConfigs(names.stream().map(ChangelogTopics::resource).toList())
        .values()
        .forEach(
            (topic, asked) -> {
              if (wrong(topic, asked)) {
                wrong.add(topic);
              }
            });
    if (wrong.isEmpty()) {
      return;
    }
    List<AlterConfigOp> mended =
        SETTINGS.entrySet().stream()
            .map(
                setting ->
                    new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()),
                        AlterConfigOp.OpType.SET))
            .toList();
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    wrong.forEach(topic -> changes.put(topic, mended));
    try {
      await(admin.incrementalAlterConfigs(changes).all());
    } catch (AuthorizationException e) {
      throw new TopicsNotReadyException(
          wrong.stream()
              .map(
                  topic ->
                      String.format(
                          "topic %s must have %s and this user may not set it; run: kafka-configs.sh --alter"
                              + " --entity-type topics --entity-name %s --add-config %s",
                          topic.name(), listed(), topic.name(), listed()))
              .toList());
    }
  }

  private static boolean wrong(ConfigResource topic, KafkaFuture<Config> asked) {
    try {
      Config found = await(asked);
      return SETTINGS.entrySet().stream()
          .anyMatch(
              setting -> {
                ConfigEntry entry = found.get(setting.getKey());
                return entry != null && !entry.value().equals(setting.getValue());
              });
    } catch (UnknownTopicOrPartitionException e) {
      return false; // Kafka Streams will create it
    } catch (AuthorizationException e) {
      throw new TopicsNotReadyException(
          List.of(
              "this user may not read the settings of topic "
                  + topic.name()
                  + "; 'winnow topics acls' prints who needs which rights"));
    }
  }

  private static String listed() {
    return SETTINGS.entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static <R> R await(KafkaFuture<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while waiting for the broker", e);
    }
  }
}
