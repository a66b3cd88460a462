package io.winnow.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.SampleRecords;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryAvroSerdeTest {
  private static final String TOPIC = "winnow.scores";
  private static final int LIMIT = 10_000;

  private final SchemaRegistryClient client = MockSchemaRegistry.getClientForScope("serde-test");
  private final SchemaRegistry registry =
      SchemaRegistry.of(new RegistryConfig(Map.of(RegistryConfig.URL, "mock://serde-test")));
  private final Serde<ModelScored> scores =
      new RegistryAvroSerde<>(ModelScored.class, registry, LIMIT);
  private final Serde<ImageLabelled> labels =
      new RegistryAvroSerde<>(ImageLabelled.class, registry, LIMIT);

  @AfterEach
  void forgetSchemas() {
    MockSchemaRegistry.dropScope("serde-test");
  }

  static List<Class<? extends SpecificRecord>> types() {
    return SampleRecords.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  <T extends SpecificRecord> void shouldReadBackWhatWasWrittenWhenItIsAnyRecord(Class<T> type) {
    Serde<T> serde = new RegistryAvroSerde<>(type, registry, LIMIT);
    for (long seed = 0; seed < 50; seed++) {
      T record = SampleRecords.of(type, seed);
      byte[] bytes = serde.serializer().serialize("t", record);
      assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(record);
    }
  }

  @Test
  void shouldUseTheSubjectOfTheTopicWhenItRegisters() throws Exception {
    scores.serializer().serialize(TOPIC, SampleRecords.of(ModelScored.class, 1));
    assertThat(client.getAllSubjects()).containsExactly("winnow.scores-value");
    assertThat(client.getLatestSchemaMetadata("winnow.scores-value").getSchema())
        .doesNotContain("avro.java.string");
  }

  @Test
  void shouldPassNullWhenItIsATombstone() {
    assertThat(scores.serializer().serialize(TOPIC, null)).isNull();
    assertThat(scores.deserializer().deserialize(TOPIC, (byte[]) null)).isNull();
  }

  @Test
  void shouldReadForeignBytesWhenTheyAreBuiltByHand() throws Exception {
    int id =
        client.register(
            "any-value",
            new AvroSchema(
                """
                {"type":"record","name":"Label","namespace":"else.where","fields":[
                  {"name":"label","type":"string"},{"name":"extra","type":"int"},{"name":"pool","type":"string"}]}
                """));
    byte[] value = framed(id, new byte[] {6, 'c', 'a', 't', 2, 4, 'p', '1'});
    ImageLabelled read = labels.deserializer().deserialize("any", value);
    assertThat(read.getPool()).isEqualTo("p1");
    assertThat(read.getLabel()).isEqualTo("cat");
    assertThat(read.getLabelledAt()).isNull();
  }

  @Test
  void shouldWriteConfluentFramingWhenItSerializes() throws Exception {
    ImageLabelled label = new ImageLabelled("p1", "cat", null, null);
    byte[] value = labels.serializer().serialize("winnow.labels", label);
    int id = client.getLatestSchemaMetadata("winnow.labels-value").getId();
    assertThat(value).isEqualTo(framed(id, new byte[] {4, 'p', '1', 2, 6, 'c', 'a', 't', 0, 0}));
  }

  @Test
  void shouldRefuseWhenTheValueIsOversized() {
    ImageLabelled large = new ImageLabelled("p", "x".repeat(LIMIT), null, null);
    assertThatThrownBy(() -> labels.serializer().serialize("winnow.labels", large))
        .isInstanceOf(OversizedValueException.class)
        .hasMessage("topic winnow.labels: value has 10013 bytes, limit 10000");
  }

  @Test
  void shouldCallItMalformedWhenTheSchemaIdIsUnknown() {
    assertMalformed(framed(424242, new byte[] {1, 2, 3}), "unknown schema id 424242");
  }

  @Test
  void shouldCallItMalformedWhenTheWriterSchemaDoesNotFit() throws Exception {
    int id =
        client.register(
            "any-value",
            new AvroSchema(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"pool\",\"type\":\"int\"}]}"));
    assertMalformed(framed(id, new byte[] {2}), "written with schema id " + id);
  }

  @Test
  void shouldCallItMalformedWhenTheFrameIsWrong() {
    assertMalformed(new byte[0], "empty");
    assertMalformed(new byte[] {0, 0, 0, 1}, "4 bytes, first 0x00");
    assertMalformed("{\"pool\":\"p\"}".getBytes(StandardCharsets.UTF_8), "first 0x7b");
  }

  @Test
  void shouldCallItMalformedWhenBytesFollowTheRecord() {
    byte[] value = scores.serializer().serialize(TOPIC, SampleRecords.of(ModelScored.class, 3));
    assertMalformed(Arrays.copyOf(value, value.length + 1), "further bytes follow");
  }

  @Test
  void shouldCallItMalformedWhenALengthIsAbsurd() throws Exception {
    byte[] value =
        scores
            .serializer()
            .serialize(
                TOPIC,
                new ModelScored("", "", "", null, null, new Classification(List.of(), List.of())));
    ByteArrayOutputStream absurd = new ByteArrayOutputStream();
    // Everything but the end of both (empty) arrays, then an array said to have 2^31 - 9 doubles.
    absurd.write(value, 0, value.length - 1);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(absurd, null);
    encoder.writeLong(Integer.MAX_VALUE - 8L);
    assertMalformed(absurd.toByteArray(), "cannot read ModelScored");
  }

  @Test
  void shouldThrowNothingElseWhenBytesAreRandom() {
    byte[] valid = scores.serializer().serialize(TOPIC, SampleRecords.of(ModelScored.class, 5));
    Random random = new Random(7);
    int malformed = 0;
    for (int trial = 0; trial < 20_000; trial++) {
      byte[] bytes = trial % 2 == 0 ? noise(valid, random) : mutation(valid, random);
      try {
        scores.deserializer().deserialize(TOPIC, bytes);
      } catch (MalformedRecordException e) {
        assertThat(e.getMessage()).startsWith("topic winnow.scores: ").doesNotContain("\n");
        malformed++;
      }
    }
    assertThat(malformed).isGreaterThan(10_000);
  }

  @Test
  void shouldReadAndWriteRightWhenManyThreadsShareIt() {
    assertThat(
            LongStream.range(0, 5_000)
                .parallel()
                .mapToObj(seed -> SampleRecords.of(ModelScored.class, seed))
                .filter(record -> !record.equals(throughBytes(record))))
        .isEmpty();
  }

  private ModelScored throughBytes(ModelScored record) {
    return scores.deserializer().deserialize(TOPIC, scores.serializer().serialize(TOPIC, record));
  }

  private static byte[] noise(byte[] valid, Random random) {
    byte[] bytes = new byte[random.nextInt(100)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      // With a valid frame the noise gets as far as Avro.
      System.arraycopy(valid, 0, bytes, 0, Math.min(bytes.length, WireFormat.HEADER_BYTES));
    }
    return bytes;
  }

  private static byte[] mutation(byte[] valid, Random random) {
    byte[] bytes = Arrays.copyOf(valid, random.nextInt(valid.length) + 1);
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    return bytes;
  }

  @Test
  void shouldReadOldRecordsWhenTheWriterHadFewerFields() throws Exception {
    AvroSchema old =
        new AvroSchema(
            """
            {"type":"record","name":"ImageLabelled","namespace":"io.winnow.schemas","fields":[
              {"name":"pool","type":"string"}]}
            """);
    int id = client.register("winnow.labels-value", old);
    GenericRecord record = new GenericData.Record(old.rawSchema());
    record.put("pool", "p");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
    new GenericDatumWriter<GenericRecord>(old.rawSchema()).write(record, encoder);
    encoder.flush();
    assertThat(labels.deserializer().deserialize("t", framed(id, body.toByteArray())))
        .isEqualTo(new ImageLabelled("p", null, null, null));
  }

  private void assertMalformed(byte[] value, String message) {
    assertThatThrownBy(() -> scores.deserializer().deserialize(TOPIC, value))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageStartingWith("topic winnow.scores: ")
        .hasMessageContaining(message);
  }

  private static byte[] framed(int id, byte[] body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }
}
