package io.winnow.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.RoundSettled;
import io.winnow.schemas.serde.OversizedValueException;
import io.winnow.schemas.serde.RegistryConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TopicCatalogTest {
  private static final Map<String, String> MOCK = Map.of(RegistryConfig.URL, "mock://catalog-test");
  private final TopicCatalog catalog = new TopicCatalog(MOCK);

  @Test
  void shouldHaveTheDocumentedTopicsWhenThePrefixIsTheDefault() {
    assertThat(catalog.all())
        .extracting(Topic::name)
        .containsExactly(
            "winnow.images",
            "winnow.scores",
            "winnow.descriptors",
            "winnow.labels",
            "winnow.pool-commands",
            "winnow.pool-reports",
            "winnow.round-requests",
            "winnow.policies",
            "winnow.encoders",
            "winnow.annotation-requests",
            "winnow.round-decisions",
            "winnow.rounds",
            "winnow.dead-letters");
  }

  @Test
  void shouldUseThePrefixWhenOneIsGiven() {
    assertThat(new TopicCatalog("site-7.", MOCK).all())
        .allSatisfy(topic -> assertThat(topic.name()).startsWith("site-7."));
  }

  @Test
  void shouldKeepForEverWhatAnAuditReads() {
    assertThat(catalog.poolReports().retention()).contains(Duration.ofDays(1));
    assertThat(catalog.deadLetters().retention()).contains(Duration.ofDays(30));
    assertThat(catalog.all()).filteredOn(topic -> topic.retention().isPresent()).hasSize(2);
    assertThat(catalog.all())
        .filteredOn(topic -> topic.cleanupPolicy() == CleanupPolicy.COMPACT)
        .extracting(Topic::name)
        .containsExactly("winnow.policies", "winnow.encoders");
    assertThat(catalog.images().config())
        .isEqualTo(
            Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "max.message.bytes", Integer.toString((16 << 20) + (64 << 10)),
                "message.timestamp.before.max.ms", "9223372036854775807",
                "message.timestamp.after.max.ms", "9223372036854775807"));
    assertThat(catalog.poolReports().config()).containsEntry("retention.ms", "86400000");
  }

  @Test
  void shouldHoldTheLargestRecordOfAnyTopicWhenItIsADeadLetter() {
    assertThat(catalog.deadLetters().maxMessageBytes()).isEqualTo(catalog.images().maxBatchBytes());
    assertThat(catalog.maxRequestBytes()).isEqualTo(catalog.deadLetters().maxBatchBytes());
  }

  @Test
  void shouldMakeReadableRecordsWhenGivenKeyAndValue() {
    ImageLabelled label = new ImageLabelled("p", "cat", null, null);
    ProducerRecord<byte[], byte[]> record = catalog.labels().record("bild-ü", label);
    assertThat(record.topic()).isEqualTo("winnow.labels");
    assertThat(record.key()).isEqualTo("bild-ü".getBytes(StandardCharsets.UTF_8));
    assertThat(record.partition()).isNull();
    assertThat(
            catalog
                .labels()
                .valueSerde()
                .deserializer()
                .deserialize("winnow.labels", record.value()))
        .isEqualTo(label);
    assertThat(catalog.policies().record("p", null).value()).isNull();
  }

  @Test
  void shouldNameTheKeyWhenARecordIsOversized() {
    ImageLabelled large = new ImageLabelled("p", "x".repeat(1 << 20), null, null);
    assertThatThrownBy(() -> catalog.labels().record("image-1", large))
        .isInstanceOf(OversizedValueException.class)
        .hasMessageStartingWith("topic winnow.labels: value of key image-1 has 10485")
        .hasMessageEndingWith(" bytes, limit 1048576");
  }

  @Test
  void shouldReplaceEveryLimitWhenOneIsConfigured() {
    TopicCatalog small =
        new TopicCatalog(
            Map.of(RegistryConfig.URL, "mock://catalog-test", RegistryConfig.MAX_VALUE_BYTES, 20));
    assertThatThrownBy(
            () -> small.labels().record("k", new ImageLabelled("p", "long enough", null, "x")))
        .isInstanceOf(OversizedValueException.class)
        .hasMessageEndingWith("limit 20");
  }

  @Test
  void shouldWantThePartitionWhenPartitioningIsExplicit() {
    PoolCommand command =
        new PoolCommand("p", 1L, new RoundSettled(List.of("a"), null, false), null);
    assertThatThrownBy(() -> catalog.poolCommands().record("3", command))
        .hasMessage("topic winnow.pool-commands: the writer must name the partition of key 3");
    ProducerRecord<byte[], byte[]> record = catalog.poolCommands().record(3, 99L, "3", command);
    assertThat(record.partition()).isEqualTo(3);
    assertThat(record.timestamp()).isEqualTo(99L);
  }

  @Test
  void shouldNameTheSettingWhenTheRegistryIsMissing() {
    assertThatThrownBy(() -> new TopicCatalog(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url");
  }
}
