package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.source.SourceSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerConfigTest {

  @Test
  void shouldHaveSafeDefaults() {
    WorkerConfig config = config();

    assertThat(config.catalog().images().name()).isEqualTo("winnow.images");
    assertThat(config.encoder()).isEqualTo("compact");
    assertThat(config.backend()).isEqualTo(Backend.AUTO);
    assertThat(config.batching())
        .isEqualTo(new Batching(64, Duration.ofMillis(50), Duration.ofMillis(200), 256));
    SourceSettings source = config.source();
    assertThat(source.fileRoot()).isEmpty();
    assertThat(source.maxBytes()).isEqualTo(20 * 1024 * 1024);
    assertThat(config.maxImagePixels()).isEqualTo(50_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bootstrap.servers", "schema.registry.url"})
  void shouldNameWhatIsMissing(String name) {
    Map<String, String> settings = settings();
    settings.remove(name);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> new WorkerConfig(settings))
        .withMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batchsize",
        "kafka.securty.protocol",
        "consumer.linger.ms",
        "producer.fetch.min.bytes",
        "kafka.num.stream.threads",
        "kafka.consumer.fetch.min.bytes",
        "schema.registry.ssl.trustore.location",
        "basic.auth.user.inf",
        "proxy.prot"
      })
  void shouldRefuseUnknownSettings(String name) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config(name, "1"))
        .withMessageStartingWith("unknown setting " + name + "; ");
  }

  @Test
  void shouldSuggestWhatWasMeant() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config("kafka.securty.protocol", "SSL"))
        .withMessageEndingWith("; did you mean kafka.security.protocol?");
  }

  @Test
  void shouldRefuseProtectionThatIsNotSwitchedOn() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config("kafka.ssl.truststore.location", "/t"))
        .withMessageContaining("without kafka.security.protocol");
  }

  @Test
  void shouldPassSettingsOfPlugInsOnToEveryClient() {
    WorkerConfig config =
        config("kafka.plugin.setting.prefixes", "my.reporter.", "kafka.my.reporter.url", "u");

    assertThat(config.adminSettings()).containsEntry("my.reporter.url", "u");
    assertThat(config.consumerSettings("g")).containsEntry("my.reporter.url", "u");
    assertThat(config.producerSettings("g", 1_000)).containsEntry("my.reporter.url", "u");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.isolation.level",
        "consumer.enable.auto.commit",
        "producer.transactional.id"
      })
  void shouldRefuseToChangeWhatExactlyOnceRestsOn(String name) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config(name, "x"))
        .withMessage("Setting " + name + " is the worker's own and cannot be changed");
  }

  @ParameterizedTest
  @CsvSource({
    "batch.size,0",
    "backend,tpu",
    "fetch.concurrency,0",
    "decode.threads,-1",
    "max.image.pixels,2000000000",
    "batch.size,x"
  })
  void shouldRefuseValuesOutOfRange(String name, String value) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config(name, value))
        .withMessageContaining(name)
        .withMessageContaining(value);
  }

  @Test
  void shouldPassClientSettingsOnToThoseThatKnowThem() {
    WorkerConfig config =
        config(
            "kafka.security.protocol", "SSL",
            "kafka.client.id", "all",
            "consumer.client.id", "reader",
            "consumer.fetch.min.bytes", "7",
            "producer.linger.ms", "3");

    assertThat(config.adminSettings())
        .containsEntry("security.protocol", "SSL")
        .containsEntry("client.id", "all");
    assertThat(config.consumerSettings("winnow-worker"))
        .containsEntry("security.protocol", "SSL")
        .containsEntry("client.id", "reader")
        .containsEntry("fetch.min.bytes", "7")
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("group.id", "winnow-worker")
        .doesNotContainKey("linger.ms");
    assertThat(config.producerSettings("winnow-worker", 1_000))
        .containsEntry("client.id", "all")
        .containsEntry("linger.ms", "3")
        .containsEntry("max.request.size", 1_000)
        .doesNotContainKey("fetch.min.bytes");
  }

  @Test
  void shouldGiveUpSilentConnectionsOfTheConsumerUnlessToldOtherwise() {
    String setting = "connections.max.idle.ms";
    assertThat(config().consumerSettings("g")).containsEntry(setting, 30_000);
    assertThat(config("kafka." + setting, "1000").consumerSettings("g"))
        .containsEntry(setting, "1000");
    assertThat(config("consumer." + setting, "2000").consumerSettings("g"))
        .containsEntry(setting, "2000");
  }

  @Test
  void shouldReadMoreThanASmallBatchAtOnceButNoMoreThanMayBeInFlight() {
    assertThat(polled()).isEqualTo(64);
    assertThat(polled("batch.size", "1")).isEqualTo(32);
    assertThat(polled("batch.size", "1", "max.in.flight.images", "8")).isEqualTo(8);
    assertThat(polled("batch.size", "100")).isEqualTo(100);
  }

  private static Object polled(String... pairs) {
    return config(pairs).consumerSettings("g").get("max.poll.records");
  }

  @Test
  void shouldAcceptRegistryClientSettings() {
    assertThat(
            config("schema.registry.ssl.truststore.location", "/t", "basic.auth.user.info", "a:b")
                .originals())
        .containsKeys("schema.registry.ssl.truststore.location", "basic.auth.user.info");
  }

  @Test
  void shouldNameTheTransactionAfterGroupAndInstance() {
    assertThat(config("instance.id", "w1").producerSettings("g", 1))
        .containsEntry("transactional.id", "g-w1");
    assertThat(config().producerSettings("winnow-worker", 1).get("transactional.id"))
        .isNotEqualTo(config().producerSettings("winnow-worker", 1).get("transactional.id"));
  }

  private static WorkerConfig config(String... pairs) {
    Map<String, String> settings = settings();
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put(pairs[i], pairs[i + 1]);
    }
    return new WorkerConfig(settings);
  }

  private static Map<String, String> settings() {
    return new HashMap<>(
        Map.of("bootstrap.servers", "localhost:9092", "schema.registry.url", "mock://config"));
  }
}
