package io.winnow.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.serde.RegistryConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsAppConfigTest {

  private static final int REQUEST_BYTES = 1 << 20;
  private static final int PARTITIONS = 2;

  @Test
  void shouldHandWhatFollowsThePrefixToKafkaStreams() {
    Properties settings =
        streamsSettings(
            Map.of(
                "kafka.acceptable.recovery.lag",
                "5",
                "kafka.consumer.session.timeout.ms",
                "60000",
                "num.standby.replicas",
                "1"));

    StreamsConfig streams = new StreamsConfig(settings);
    assertThat(streams.getLong(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG)).isEqualTo(5);
    assertThat(streams.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isEqualTo(1);
    assertThat(streams.getMainConsumerConfigs("group", "client", 0))
        .containsEntry("session.timeout.ms", "60000")
        .doesNotContainKey("group.instance.id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.max.warmup.replicas",
        "kafka.linger.ms",
        "kafka.producer.batch.size",
        "kafka.main.consumer.max.poll.records",
        "kafka.restore.consumer.fetch.min.bytes",
        "kafka.admin.retries",
        "kafka.topic.segment.ms",
        "kafka.my.reporter.url",
        "schema.registry.ssl.truststore.location",
        "basic.auth.user.info",
        "proxy.host"
      })
  void shouldTakeWhatKafkaStreamsOrAClientReads(String name) {
    StreamsAppConfig config =
        config(Map.of(name, "1", "kafka.plugin.setting.prefixes", "my.reporter."));

    if (name.startsWith("kafka.")) {
      assertThat(config.streamsSettings(REQUEST_BYTES, PARTITIONS))
          .containsEntry(name.substring("kafka.".length()), "1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.securty.protocol, kafka.security.protocol",
    "kafka.consumer.linger.ms, ''",
    "kafka.producer.isolation.level, ''",
    "kafka.max.warmup.replica, kafka.max.warmup.replicas",
    "kafka.topic.segment.msec, kafka.topic.segment.ms",
    "kafka.kafka.retries, kafka.retries",
    "security.protocol, ''",
    "num.stream.thread, num.stream.threads",
    "schema.registry.ssl.trustore.location, schema.registry.ssl.truststore.location",
    "basic.auth.user.inf, basic.auth.user.info"
  })
  void shouldRefuseSettingsThatNobodyReads(String name, String meant) {
    assertThatThrownBy(() -> streamsSettings(Map.of(name, "1")))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith("unknown setting " + name + "; ")
        .contains(meant.isEmpty() ? "" : "did you mean ")
        .contains(meant);
  }

  @Test
  void shouldRefuseProtectionThatIsNotSwitchedOn() {
    assertThatThrownBy(() -> streamsSettings(Map.of("kafka.sasl.mechanism", "PLAIN")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("without kafka.security.protocol");
  }

  @Test
  void shouldGiveUpSilentConnectionsOfConsumersUnlessToldOtherwise() {
    assertThat(consumerSettings(Map.of())).containsEntry("connections.max.idle.ms", 30_000);
    assertThat(consumerSettings(Map.of("kafka.connections.max.idle.ms", "1000")))
        .containsEntry("connections.max.idle.ms", "1000");
    assertThat(consumerSettings(Map.of("kafka.consumer.connections.max.idle.ms", "2000")))
        .containsEntry("connections.max.idle.ms", "2000");
  }

  @Test
  void shouldLeaveTheOrderOfInputsToKafkaStreamsWhereItMakesTheConsumer() {
    assertThat(streamsSettings(Map.of())).containsEntry("max.task.idle.ms", -1L);
    assertThat(streamsSettings(Map.of("kafka.max.task.idle.ms", "7")))
        .containsEntry("max.task.idle.ms", "7");
    assertThat(streamsSettings(Map.of("group.protocol", "streams")))
        .doesNotContainKey("max.task.idle.ms");
    assertThatThrownBy(
            () ->
                streamsSettings(
                    Map.of("group.protocol", "streams", "kafka.max.task.idle.ms", "-1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kafka.max.task.idle.ms");
  }

  private static Map<String, Object> consumerSettings(Map<String, String> settings) {
    return new StreamsConfig(streamsSettings(settings)).getMainConsumerConfigs("g", "c", 0);
  }

  @Test
  void shouldNameTheConsumerOfEachThreadAfterTheInstance() {
    StreamsConfig streams =
        new StreamsConfig(streamsSettings(Map.of("group.instance.id", "streams-0")));

    assertThat(streams.getMainConsumerConfigs("group", "client", 1))
        .containsEntry("group.instance.id", "streams-0-1");
  }

  @Test
  void shouldKeepExactlyOnceWhateverIsPassedOn() {
    Properties settings =
        streamsSettings(Map.of("kafka.processing.guarantee", StreamsConfig.AT_LEAST_ONCE));

    assertThat(settings).containsEntry("processing.guarantee", StreamsConfig.EXACTLY_ONCE_V2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers",
        "application.id",
        "state.dir",
        "num.stream.threads",
        "commit.interval.ms",
        "replication.factor",
        "num.standby.replicas",
        "group.protocol",
        "group.instance.id"
      })
  void shouldRefuseASettingBehindThePrefixThatHasItsOwnName(String name) {
    assertThatThrownBy(() -> config(Map.of("kafka." + name, "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("kafka." + name + ": set " + name + " instead");
  }

  @Test
  void shouldSayWhoKeepsStandbysWhenBrokersAssign() {
    assertThatThrownBy(
            () -> config(Map.of("group.protocol", "streams", "num.standby.replicas", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "num.standby.replicas: with group.protocol=streams the brokers decide; run:"
                + " kafka-configs.sh --alter --entity-type groups --entity-name winnow-streams"
                + " --add-config streams.num.standby.replicas=1");
  }

  @Test
  void shouldRefuseStaticMembersWhenBrokersAssign() {
    assertThatThrownBy(() -> config(Map.of("group.protocol", "streams", "group.instance.id", "a")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("group.instance.id: static membership needs group.protocol=classic");
  }

  private static Properties streamsSettings(Map<String, String> more) {
    return config(more).streamsSettings(REQUEST_BYTES, PARTITIONS);
  }

  private static StreamsAppConfig config(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put(StreamsAppConfig.BOOTSTRAP_SERVERS, "localhost:9092");
    settings.put(RegistryConfig.URL, "mock://config");
    return new StreamsAppConfig(settings);
  }
}
