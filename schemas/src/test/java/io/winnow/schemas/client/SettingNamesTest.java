package io.winnow.schemas.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.serde.RegistryConfig;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {

  private static final SettingNames NAMES = SettingNames.ofKafkaAnd(RegistryConfig.clientNames());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "security.protocol",
        "sasl.jaas.config",
        "ssl.truststore.location",
        "sasl.oauthbearer.token.endpoint.url",
        "isolation.level",
        "linger.ms",
        "bootstrap.controllers",
        "client.dns.lookup",
        "schema.registry.url",
        "schema.registry.ssl.truststore.location",
        "schema.registry.basic.auth.user.info",
        "basic.auth.user.info",
        "basic.auth.credentials.source",
        "bearer.auth.token",
        "proxy.host",
        "max.value.bytes",
        "config.providers",
        "config.providers.file.class",
        "config.providers.vault.param.token",
        "metrics.context.cluster",
      })
  void shouldKnowWhatAClientReads(String name) {
    assertThatCode(() -> NAMES.requireKnown("", "", Map.of(name, "x"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.security.protocol, security.protocol",
    "kafka.acks, acks",
    "consumer.fetch.min.bytes, fetch.min.bytes",
    "admin.retries, retries",
    "securty.protocol, security.protocol",
    "SECURITY.PROTOCOL, security.protocol",
    "security-protocol, security.protocol",
    "ssl.trustore.location, ssl.truststore.location",
    "sasl.jaas.conf, sasl.jaas.config",
    "schema.registry.ssl.trustore.location, schema.registry.ssl.truststore.location",
    "basic.auth.user.inf, basic.auth.user.info",
    "config.providers.file.klass, config.providers",
  })
  void shouldRefuseAnUnknownNameAndSayWhichWasMeant(String name, String meant) {
    assertThatThrownBy(() -> NAMES.requireKnown("file: ", "", Map.of(name, "x", "acks", "all")))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith("file: unknown setting " + name + "; ")
        .contains(meant);
  }

  @Test
  void shouldNameSettingsAsTheyWereGiven() {
    assertThatThrownBy(() -> NAMES.requireKnown("", "kafka.", Map.of("ssl.keystore.lokation", "x")))
        .hasMessage(
            "unknown setting kafka.ssl.keystore.lokation; did you mean kafka.ssl.keystore.location,"
                + " kafka.ssl.truststore.location, kafka.ssl.keystore.key?");
    assertThatThrownBy(() -> NAMES.requireKnown("", "kafka.", Map.of("my.interceptor.url", "x")))
        .hasMessageContaining("kafka.plugin.setting.prefixes is for those of plug-ins");
  }

  @Test
  void shouldTakeNamesOfPlugInsBelowThePrefixesThatAreListed() {
    Map<String, String> settings =
        Map.of(
            SettingNames.PLUGIN_PREFIXES,
            "my.interceptor. , their.",
            "my.interceptor.url",
            "x",
            "their.token",
            "y");
    assertThatCode(() -> NAMES.requireKnown("", "", settings)).doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                NAMES.requireKnown(
                    "", "", Map.of(SettingNames.PLUGIN_PREFIXES, "their.", "thier.token", "y")))
        .hasMessageContaining("unknown setting thier.token");
  }

  /** A prefix that covers names of Kafka's or Winnow's own would let typos by again. */
  @ParameterizedTest
  @ValueSource(strings = {"kafka.", "consumer.", "ssl.", "sasl.", "s", "schema.registry.", "", "."})
  void shouldRefuseAPrefixThatWouldHideTypos(String prefix) {
    assertThatThrownBy(
            () -> NAMES.requireKnown("", "", Map.of(SettingNames.PLUGIN_PREFIXES, prefix)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(SettingNames.PLUGIN_PREFIXES + ": '" + prefix + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ssl.truststore.location", "sasl.jaas.config", "sasl.mechanism", "ssl.protocol"})
  void shouldRefuseProtectionThatIsNotSwitchedOn(String name) {
    assertThatThrownBy(
            () -> SettingNames.requireProtocol("", "kafka.", Map.of(name, "x", "acks", "all")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "kafka."
                + name
                + " has no effect: without kafka.security.protocol Kafka's clients connect in plain"
                + " text");
    for (String protocol : new String[] {"SSL", "SASL_SSL", "PLAINTEXT"}) {
      assertThatCode(
              () ->
                  SettingNames.requireProtocol(
                      "",
                      "",
                      Map.of(name, "x", CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol)))
          .doesNotThrowAnyException();
    }
  }
}
