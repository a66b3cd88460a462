package io.winnow.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.schemas.ImageLabelled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The failures of a registry, over real HTTP. */
class SchemaRegistryTest {
  private static final String TOPIC = "winnow.labels";
  private static final ImageLabelled LABEL = new ImageLabelled("p1", "cat", null, null);
  private static final byte[] LABEL_OF_ID_7 = {
    0, 0, 0, 0, 7, 4, 'p', '1', 2, 6, 'c', 'a', 't', 0, 0
  };
  private static final Schema OWN = PortableSchema.of(ImageLabelled.getClassSchema());

  private final StubRegistry stub = new StubRegistry();

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void shouldReadWhenTheRegistryAnswers() {
    stub.answering(200, schemaAnswer(OWN));
    RegistryAvroSerde<ImageLabelled> serde = serde(stub.url(), Map.of());
    assertThat(serde.deserializer().deserialize(TOPIC, LABEL_OF_ID_7)).isEqualTo(LABEL);
    assertThat(serde.deserializer().deserialize(TOPIC, LABEL_OF_ID_7)).isEqualTo(LABEL);
    assertThat(stub.questions()).hasSize(1);
    assertThat(stub.questions().get(0).path()).isEqualTo("/schemas/ids/7");
  }

  @Test
  void shouldSendCredentialsWhenBasicAuthIsSet() {
    stub.answering(200, schemaAnswer(OWN));
    read(
        stub.url(),
        Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:secret"));
    String credentials =
        Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
    assertThat(stub.questions().get(0).authorization()).isEqualTo("Basic " + credentials);
  }

  @Test
  void shouldSendThePasswordOfTheAddressAndShowTheAddressWithoutIt() {
    stub.answering(200, schemaAnswer(OWN)).answering(401, error(401, "no"));
    String address = stub.url().replace("http://", "http://me:se%3Acret@");
    read(address, Map.of("basic.auth.credentials.source", "URL"));
    String credentials =
        Base64.getEncoder().encodeToString("me:se:cret".getBytes(StandardCharsets.UTF_8));
    assertThat(stub.questions().get(0).authorization()).isEqualTo("Basic " + credentials);
    assertThatThrownBy(() -> read(address, Map.of()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(stub.url() + " refused")
        .hasMessageNotContaining("cret");
  }

  @Test
  void shouldRefuseAddressesWithDifferentUsersAndNotRepeatThem() {
    assertThatThrownBy(() -> read("http://a:one@first,http://b:two@second", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("schema.registry.url: its addresses carry different users or passwords");
  }

  @Test
  void shouldTryAgainWhenTheRegistryIsBrieflyIll() {
    stub.answering(503, "<html>\nno</html>")
        .answering(429, error(429, "slow"))
        .answering(200, schemaAnswer(OWN));
    assertThat(read(stub.url(), Map.of(RegistryConfig.RETRY_MS, "30000"))).isEqualTo(LABEL);
    assertThat(stub.questions()).hasSize(3);
  }

  @Test
  void shouldAskTheNextWhenTheFirstOfTheListIsDown() throws IOException {
    stub.answering(200, schemaAnswer(OWN));
    assertThat(read(closedPort() + "," + stub.url(), Map.of())).isEqualTo(LABEL);
  }

  @Test
  void shouldBeUnavailableWhenNobodyListensForTheRetryTime() throws IOException {
    String url = closedPort();
    long before = System.nanoTime();
    assertThatThrownBy(() -> read(url, Map.of(RegistryConfig.RETRY_MS, "400")))
        .isInstanceOf(RegistryUnavailableException.class)
        .isNotInstanceOf(SerializationException.class)
        .hasMessageStartingWith(
            "schema registry " + url + " did not answer the schema of id 7 within 400 ms: ")
        .hasMessageNotContaining("\n");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(399));
  }

  @Test
  void shouldBeUnavailableWhenTheRegistryStaysIll() {
    stub.answering(500, error(50001, "store\nis down"));
    assertThatThrownBy(() -> read(stub.url(), Map.of(RegistryConfig.RETRY_MS, "150")))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("store is down");
    assertThat(stub.questions()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource({"401, 40101", "403, 40301", "404, 404", "400, 400"})
  void shouldBeUnavailableAtOnceWhenTheRegistryDoesNotServeUs(int status, int code) {
    stub.answering(status, error(code, "go away"));
    assertThatThrownBy(() -> read(stub.url(), Map.of()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("go away");
    assertThat(stub.questions()).hasSize(1);
  }

  @Test
  void shouldCallItMalformedWhenTheIdIsNotFound() {
    stub.answering(404, error(40403, "Schema 7 not found"));
    assertThatThrownBy(() -> read(stub.url(), Map.of()))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessage("topic winnow.labels: unknown schema id 7");
  }

  @Test
  void shouldReadWhenTheRegistryLearnsTheIdAMomentLater() {
    stub.answering(404, error(40403, "Schema 7 not found"))
        .answering(404, error(40403, "Schema 7 not found"))
        .answering(200, schemaAnswer(OWN));
    assertThat(read(stub.url(), Map.of())).isEqualTo(LABEL);
    assertThat(stub.questions()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "PROTOBUF, 'syntax = \"proto3\"; message X {}', is of type PROTOBUF",
    "JSON, '{\"type\":\"object\"}', is of type JSON",
    "AVRO, this is no schema, Invalid schema"
  })
  void shouldCallItMalformedWhenTheSchemaIsNotAvro(String type, String text, String reason) {
    stub.answering(200, json(Map.of("schemaType", type, "schema", text)));
    assertThatThrownBy(() -> read(stub.url(), Map.of()))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("schema id 7")
        .hasMessageContaining(reason);
    assertThat(stub.questions()).hasSize(1);
  }

  @Test
  void shouldStopWaitingWhenInterrupted() throws IOException {
    String url = closedPort();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> read(url, Map.of())).isInstanceOf(InterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldRegisterOnceWhenManyRecordsAreWritten() {
    stub.answering(200, "{\"id\":7}");
    RegistryAvroSerde<ImageLabelled> serde = serde(stub.url(), Map.of());
    assertThat(serde.serializer().serialize(TOPIC, LABEL)).isEqualTo(LABEL_OF_ID_7);
    assertThat(serde.serializer().serialize(TOPIC, LABEL)).isEqualTo(LABEL_OF_ID_7);
    assertThat(stub.questions()).hasSize(1);
    assertThat(stub.questions().get(0).path()).isEqualTo("/subjects/winnow.labels-value/versions");
  }

  @Test
  void shouldLookUpOnlyWhenItMayNotRegister() {
    stub.answering(200, "{\"id\":7,\"version\":1,\"subject\":\"s\",\"schema\":\"x\"}");
    byte[] value = write(Map.of(RegistryConfig.AUTO_REGISTER, "false"));
    assertThat(value).isEqualTo(LABEL_OF_ID_7);
    assertThat(stub.questions().get(0).path()).isEqualTo("/subjects/winnow.labels-value");
  }

  @Test
  void shouldWriteTheLatestSchemaWhenAskedTo() throws IOException {
    // Other order, one field more and two fewer than ours.
    String latest =
        """
        {"type":"record","name":"ImageLabelled","namespace":"io.winnow.schemas","fields":[
          {"name":"more","type":"int","default":5},{"name":"label","type":["null","string"]},
          {"name":"pool","type":"string"}]}
        """;
    stub.answering(200, latestAnswer(latest));
    byte[] value =
        write(Map.of(RegistryConfig.AUTO_REGISTER, "false", RegistryConfig.USE_LATEST, "true"));
    assertThat(value)
        .isEqualTo(
            ByteBuffer.allocate(14)
                .put((byte) 0)
                .putInt(9)
                .put(new byte[] {10, 2, 6, 'c', 'a', 't', 4, 'p', '1'})
                .array());
  }

  @ParameterizedTest
  @CsvSource({"409, 409, true", "422, 42201, true", "404, 40401, false", "404, 40403, false"})
  void shouldRefuseToWriteWhenTheRegistryRefusesTheSchema(int status, int code, String register) {
    stub.answering(status, error(code, "no such thing"));
    assertThatThrownBy(() -> write(Map.of(RegistryConfig.AUTO_REGISTER, register)))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("winnow.labels-value")
        .hasMessageContaining("no such thing");
  }

  @Test
  void shouldTellWhetherASubjectHasTheSchema() {
    stub.answering(404, error(40401, "Subject not found"))
        .answering(404, error(40403, "Schema not found"))
        .answering(200, "{\"id\":7,\"version\":1,\"subject\":\"s\",\"schema\":\"x\"}");
    SchemaRegistry registry = registry(Map.of());
    assertThat(registry.isRegistered("s", OWN)).isFalse();
    assertThat(registry.isRegistered("s", OWN)).isFalse();
    assertThat(registry.isRegistered("s", OWN)).isTrue();
    assertThat(stub.questions()).extracting("path").containsOnly("/subjects/s");
  }

  @Test
  void shouldAskAgainWhenSomebodyElseRegistersTheSameAtThisMoment() {
    stub.answering(409, error(409, "already exists")).answering(200, "{\"id\":7}");

    assertThat(write(Map.of())).isEqualTo(LABEL_OF_ID_7);
    assertThat(stub.questions()).hasSize(2);
  }

  @Test
  void shouldRegisterOnRequestWhateverWritersMay() {
    stub.answering(200, "{\"id\":7}").answering(409, error(409, "incompatible"));
    SchemaRegistry registry = registry(Map.of(RegistryConfig.AUTO_REGISTER, "false"));
    registry.register("s", OWN);
    assertThat(stub.questions().get(0).path()).isEqualTo("/subjects/s/versions");
    assertThatThrownBy(() -> registry.register("t", OWN))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("refused subject t: incompatible");
  }

  @Test
  void shouldBeUnavailableWhenTheAddressIsNoRegistrys() {
    stub.answering(404, error(404, "no such page"));
    SchemaRegistry registry = registry(Map.of());
    assertThatThrownBy(() -> registry.isRegistered("s", OWN))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> registry.register("s", OWN))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  private SchemaRegistry registry(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(RegistryConfig.URL, stub.url());
    return SchemaRegistry.of(new RegistryConfig(all));
  }

  private ImageLabelled read(String url, Map<String, String> settings) {
    return serde(url, settings).deserializer().deserialize(TOPIC, LABEL_OF_ID_7);
  }

  private byte[] write(Map<String, String> settings) {
    return serde(stub.url(), settings).serializer().serialize(TOPIC, LABEL);
  }

  private static RegistryAvroSerde<ImageLabelled> serde(String url, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(RegistryConfig.URL, url);
    return new RegistryAvroSerde<>(
        ImageLabelled.class, SchemaRegistry.of(new RegistryConfig(all)), 1_000);
  }

  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://localhost:" + socket.getLocalPort();
    }
  }

  private static String schemaAnswer(Schema schema) {
    return json(Map.of("schema", schema.toString()));
  }

  private static String latestAnswer(String schema) {
    return json(Map.of("subject", "s", "version", 2, "id", 9, "schema", schema));
  }

  private static String error(int code, String message) {
    return json(Map.of("error_code", code, "message", message));
  }

  private static String json(Map<String, ?> fields) {
    return new JsonMapper().valueToTree(fields).toString();
  }
}
