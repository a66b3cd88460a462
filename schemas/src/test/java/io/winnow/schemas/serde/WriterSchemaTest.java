package io.winnow.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.SampleRecords;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Writers with schemas of their own: what Avro's resolution allows, and nothing else. */
class WriterSchemaTest {
  private static final String TOPIC = "a-topic";
  private static final String SCOPE = "writer-schema-test";

  private final SchemaRegistryClient client = MockSchemaRegistry.getClientForScope(SCOPE);
  private final SchemaRegistry registry =
      SchemaRegistry.of(new RegistryConfig(Map.of(RegistryConfig.URL, "mock://" + SCOPE)));

  @AfterEach
  void forgetSchemas() {
    MockSchemaRegistry.dropScope(SCOPE);
  }

  @ParameterizedTest
  @CsvSource({
    "int, 1, 1.0",
    "long, 1, 1.0",
    "float, 0.25, 0.25",
    "double, 0.25, 0.25",
  })
  void shouldPromoteNumbersInArraysWhenTheRecordEndsWithThem(
      String type, String given, double expected) throws Exception {
    Schema writer =
        schema(
            """
            {"type":"record","name":"ModelScored","fields":[
              {"name":"pool","type":"string"},{"name":"model","type":"string"},
              {"name":"modelVersion","type":"string"},
              {"name":"prediction","type":{"type":"record","name":"Classification","fields":[
                {"name":"classes","type":{"type":"array","items":"string"}},
                {"name":"probabilities","type":{"type":"array","items":"%s"}}]}}]}
            """
                .formatted(type));
    for (int count = 0; count < 20; count++) {
      GenericRecord classification =
          record(
              writer.getField("prediction").schema(),
              Map.of(
                  "classes",
                  Collections.nCopies(count, "c"),
                  "probabilities",
                  Collections.nCopies(count, number(type, given))));
      ModelScored read =
          read(
              ModelScored.class,
              record(
                  writer,
                  Map.of(
                      "pool",
                      "p",
                      "model",
                      "m",
                      "modelVersion",
                      "1",
                      "prediction",
                      classification)));
      assertThat(((Classification) read.getPrediction()).getProbabilities())
          .isEqualTo(Collections.nCopies(count, expected));
    }
  }

  @ParameterizedTest
  @CsvSource({"int, 1, 1.0", "long, 1, 1.0", "float, 0.5, 0.5", "double, 0.5, 0.5"})
  void shouldPromoteNumbersInRecordsInArraysWhenTheyAreSmaller(
      String type, String given, double expected) throws Exception {
    Schema writer =
        schema(
            """
            {"type":"record","name":"ModelScored","fields":[
              {"name":"pool","type":"string"},{"name":"model","type":"string"},
              {"name":"modelVersion","type":"string"},
              {"name":"prediction","type":{"type":"record","name":"Detections","fields":[
                {"name":"classes","type":{"type":"array","items":"string"}},
                {"name":"boxes","type":{"type":"array","items":{"type":"record","name":"DetectedBox","fields":[
                  {"name":"height","type":"%1$s"},{"name":"width","type":"%1$s"},
                  {"name":"y","type":"%1$s"},{"name":"x","type":"%1$s"},
                  {"name":"probabilities","type":{"type":"array","items":"%1$s"}}]}}}]}}]}
            """
                .formatted(type));
    Schema detections = writer.getField("prediction").schema();
    Object value = number(type, given);
    GenericRecord box =
        record(
            detections.getField("boxes").schema().getElementType(),
            Map.of(
                "x",
                value,
                "y",
                value,
                "width",
                value,
                "height",
                value,
                "probabilities",
                List.of(value, value)));
    ModelScored read =
        read(
            ModelScored.class,
            record(
                writer,
                Map.of(
                    "pool",
                    "p",
                    "model",
                    "m",
                    "modelVersion",
                    "1",
                    "prediction",
                    record(
                        detections,
                        Map.of("classes", List.of("a", "b"), "boxes", List.of(box, box))))));
    DetectedBox wanted =
        new DetectedBox(expected, expected, expected, expected, List.of(expected, expected));
    assertThat(read.getPrediction())
        .isEqualTo(new Detections(List.of("a", "b"), List.of(wanted, wanted)));
  }

  @Test
  void shouldPromoteIntegersWhenALongIsMeant() throws Exception {
    Schema writer =
        schema(
            """
            {"type":"record","name":"ImageLabelled","fields":[
              {"name":"labelledAt","type":"int"},{"name":"pool","type":"string"}]}
            """);
    assertThat(read(ImageLabelled.class, record(writer, Map.of("pool", "p", "labelledAt", 7))))
        .isEqualTo(new ImageLabelled("p", null, Instant.ofEpochMilli(7), null));
  }

  @Test
  void shouldReadStringsAndBytesAsEachOther() throws Exception {
    Schema labelled =
        schema(
            """
            {"type":"record","name":"ImageLabelled","fields":[
              {"name":"pool","type":"bytes"},{"name":"label","type":"bytes"}]}
            """);
    assertThat(
            read(
                ImageLabelled.class,
                record(labelled, Map.of("pool", utf8("p"), "label", utf8("é")))))
        .isEqualTo(new ImageLabelled("p", "é", null, null));
    Schema received =
        schema(
            """
            {"type":"record","name":"ImageReceived","fields":[
              {"name":"pool","type":"string"},{"name":"bytes","type":"string"},
              {"name":"attributes","type":{"type":"map","values":"bytes"}}]}
            """);
    ImageReceived image =
        read(
            ImageReceived.class,
            record(
                received,
                Map.of("pool", "p", "bytes", "é", "attributes", Map.of("site", utf8("a")))));
    assertThat(image.getBytes()).isEqualTo(utf8("é"));
    assertThat(image.getAttributes()).isEqualTo(Map.of("site", "a"));
  }

  @Test
  void shouldReadOtherShapesThatResolve() throws Exception {
    for (String fields :
        List.of(
            "{'name':'pool','type':'string'}",
            "{'name':'label','type':'string'},{'name':'pool','type':'string'}",
            "{'name':'extra','type':{'type':'map','values':'double'},'default':{}},{'name':'pool','type':'string'}",
            "{'name':'pool','type':['null','string'],'default':null}",
            "{'name':'pool','type':['string','int']}")) {
      Schema writer =
          schema(
              ("{'type':'record','name':'ImageLabelled','namespace':'com.acme','fields':["
                      + fields
                      + "]}")
                  .replace('\'', '"'));
      GenericRecordBuilder builder = new GenericRecordBuilder(writer).set("pool", "p");
      if (writer.getField("label") != null) {
        builder.set("label", "cat");
      }
      ImageLabelled read = read(ImageLabelled.class, builder.build());
      assertThat(read.getPool()).isEqualTo("p");
      assertThat(read.getLabel()).isEqualTo(writer.getField("label") == null ? null : "cat");
    }
  }

  @Test
  void shouldReadTheRecordWhenTheTopicHasAUnionOfTypes() throws Exception {
    Schema union =
        Schema.createUnion(
            schema("{\"type\":\"record\",\"name\":\"Other\",\"fields\":[]}"),
            PortableSchema.of(ImageLabelled.getClassSchema()));
    assertThat(
            read(
                ImageLabelled.class,
                bytes(union, record(union.getTypes().get(1), Map.of("pool", "p")))))
        .isEqualTo(new ImageLabelled("p", null, null, null));
    assertMalformed(
        ImageLabelled.class,
        bytes(union, new GenericData.Record(union.getTypes().get(0))),
        "missing required field pool");
  }

  @Test
  void shouldNameTheFieldWhenAValueCannotBeRead() throws Exception {
    Schema nullable =
        schema(
            """
            {"type":"record","name":"ImageLabelled","fields":[
              {"name":"pool","type":["null","string"]}]}
            """);
    assertMalformed(
        ImageLabelled.class, bytes(nullable, new GenericData.Record(nullable)), "field pool: ");
    Schema lacking = schema("{\"type\":\"record\",\"name\":\"ImageLabelled\",\"fields\":[]}");
    assertMalformed(
        ImageLabelled.class,
        bytes(lacking, new GenericData.Record(lacking)),
        "missing required field pool");
    Schema words =
        schema(
            """
            {"type":"record","name":"ModelScored","fields":[
              {"name":"pool","type":"string"},{"name":"model","type":"string"},
              {"name":"modelVersion","type":"string"},
              {"name":"prediction","type":{"type":"record","name":"Classification","fields":[
                {"name":"classes","type":{"type":"array","items":"string"}},
                {"name":"probabilities","type":{"type":"array","items":"string"}}]}}]}
            """);
    GenericRecord classification =
        record(
            words.getField("prediction").schema(),
            Map.of("classes", List.of("a"), "probabilities", List.of("much")));
    assertMalformed(
        ModelScored.class,
        bytes(
            words,
            record(
                words,
                Map.of(
                    "pool", "p", "model", "m", "modelVersion", "1", "prediction", classification))),
        "field prediction.probabilities[0]: Found string, expecting double");
  }

  @Test
  void shouldNameTheFieldWhenOurOwnRecordIsCutOff() {
    RegistryAvroSerde<ModelScored> serde = serde(ModelScored.class);
    byte[] value =
        serde
            .serializer()
            .serialize(
                TOPIC,
                new ModelScored(
                    "p", "m", "1", null, null, new Classification(List.of("a"), List.of(1.0))));
    byte[] cut = Arrays.copyOf(value, value.length - 4);
    assertMalformed(ModelScored.class, cut, "field prediction.probabilities");
  }

  @Test
  void shouldRefuseATimeInAnotherUnit() throws Exception {
    Schema micros =
        schema(
            """
            {"type":"record","name":"ImageLabelled","fields":[{"name":"pool","type":"string"},
              {"name":"labelledAt","type":["null",{"type":"long","logicalType":"timestamp-micros"}]}]}
            """);
    assertMalformed(
        ImageLabelled.class,
        bytes(micros, record(micros, Map.of("pool", "p", "labelledAt", 1_700_000_000_000_000L))),
        "field labelledAt is timestamp-micros, not timestamp-millis");
  }

  @ParameterizedTest
  @CsvSource({"null", "'{\"type\":\"record\",\"name\":\"Nothing\",\"fields\":[]}'"})
  void shouldRefuseArraysThatNeedNoBytes(String items) throws Exception {
    String type = items.startsWith("{") ? items : "\"" + items + "\"";
    Schema writer =
        schema(
            """
            {"type":"record","name":"ImageLabelled","fields":[{"name":"pool","type":"string"},
              {"name":"more","type":{"type":"map","values":{"type":"array","items":%s}}}]}
            """
                .formatted(type));
    assertMalformed(
        ImageLabelled.class,
        bytes(writer, record(writer, Map.of("pool", "p", "more", Map.of()))),
        "field more[] is an array of elements that have no bytes");
  }

  @Test
  void shouldRefuseACountThatItsBytesDoNotHold() throws Exception {
    Schema writer =
        schema(
            """
            {"type":"record","name":"ModelScored","fields":[
              {"name":"pool","type":"string"},{"name":"model","type":"string"},
              {"name":"modelVersion","type":"string"},
              {"name":"prediction","type":{"type":"record","name":"Classification","fields":[
                {"name":"classes","type":{"type":"array","items":"string"}},
                {"name":"probabilities","type":{"type":"array","items":"float"}}]}}]}
            """);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
    for (int string = 0; string < 3; string++) {
      encoder.writeString("p");
    }
    encoder.writeLong(0);
    encoder.writeLong(Integer.MAX_VALUE - 8L);
    encoder.writeFloat(1);
    encoder.flush();
    assertMalformed(
        ModelScored.class, framed(register(writer), body.toByteArray()), "probabilities");
  }

  @Test
  void shouldRefuseRecordsThatAreNestedWithoutEnd() throws Exception {
    Schema writer =
        schema(
            """
            {"type":"record","name":"ImageLabelled","fields":[{"name":"pool","type":"string"},
              {"name":"deep","type":["null",{"type":"record","name":"Deep","fields":[
                {"name":"deep","type":["null","Deep"]}]}]}]}
            """);
    byte[] body = new byte[1_000_000];
    Arrays.fill(body, (byte) 2);
    body[1] = 'p';
    assertMalformed(ImageLabelled.class, framed(register(writer), body), "nested too deeply");
  }

  static List<Class<? extends SpecificRecord>> topicRecords() {
    return SampleRecords.types().stream()
        .filter(
            type ->
                TopicRecords.SCHEMAS.stream()
                    .anyMatch(schema -> schema.getName().equals(type.getSimpleName())))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("topicRecords")
  <T extends SpecificRecord> void shouldReadARecordOnlyAsWhatItIs(Class<T> written)
      throws Exception {
    Schema own = PortableSchema.of(schemaOf(written));
    Schema elsewhere = renamed(own, own.getName(), "com.acme");
    Schema foreign = renamed(own, "Payload", "com.acme");
    byte[] value = serde(written).serializer().serialize(TOPIC, SampleRecords.of(written, 1));
    for (Class<? extends SpecificRecord> topic : topicRecords()) {
      for (Schema schema : List.of(own, elsewhere, foreign)) {
        byte[] framed = ByteBuffer.wrap(value.clone()).putInt(1, register(schema)).array();
        if (topic.equals(written)) {
          assertThat((Object) read(topic, framed)).isEqualTo(SampleRecords.of(written, 1));
        } else {
          assertMalformed(topic, framed, "record " + schema.getFullName());
        }
      }
    }
  }

  @Test
  void shouldKnowTheRecordsOfAllTopics() {
    TopicCatalog catalog = new TopicCatalog(Map.of(RegistryConfig.URL, "mock://" + SCOPE));
    assertThat(TopicRecords.SCHEMAS)
        .extracting(Schema::getFullName)
        .containsExactlyInAnyOrderElementsOf(
            catalog.all().stream()
                .flatMap(topic -> topic.valueSchema().stream())
                .map(Schema::getFullName)
                .toList());
  }

  @Test
  void shouldTakeAForeignNameForTheRecordWhoseFieldsItHas() throws Exception {
    assertThat(objection(RoundRequested.class, "Wish", "requestId", "budget")).isEmpty();
    assertThat(objection(ImageReceived.class, "Picture", "pool", "uri", "gps")).isEmpty();
    assertThat(objection(ImageDescribed.class, "Embedding", "pool", "vector", "encoderId"))
        .isEmpty();
    assertThat(objection(ImageLabelled.class, "Annotation", "pool", "label")).isEmpty();
    assertThat(objection(ImageLabelled.class, "Prediction", "pool", "model", "prediction"))
        .contains(
            "record Prediction could as well be ModelScored as ImageLabelled; if it is the latter,"
                + " name it ImageLabelled");
    assertThat(objection(ImageLabelled.class, "Thing", "pool")).isPresent();
  }

  @Test
  void shouldBelieveAnAlias() throws Exception {
    Schema writer =
        schema(
            """
            {"type":"record","name":"Thing","aliases":["io.winnow.schemas.ImageLabelled"],
             "fields":[{"name":"pool","type":"string"}]}
            """);
    assertThat(read(ImageLabelled.class, record(writer, Map.of("pool", "p"))).getPool())
        .isEqualTo("p");
  }

  @ParameterizedTest
  @CsvSource({
    "string, type string",
    "bytes, type bytes",
    "int, type int",
  })
  void shouldRefuseAValueThatIsNoRecord(String type, String message) throws Exception {
    int id = register(schema("\"" + type + "\""));
    assertMalformed(
        ImageLabelled.class, framed(id, new byte[] {2, 'p'}), message + ", expected ImageLabelled");
  }

  @Test
  void shouldSayWhatItIsWhenItIsNotInTheWireFormat() {
    assertMalformed(
        ImageLabelled.class,
        "{\"pool\":\"p\"}".getBytes(StandardCharsets.UTF_8),
        "JSON without a schema id");
    assertMalformed(
        ImageLabelled.class, new byte[] {'O', 'b', 'j', 1, 0}, "an Avro object container file");
    assertMalformed(
        ImageLabelled.class, new byte[] {(byte) 0xC3, 1, 0}, "Avro in single-object encoding");
  }

  private static Optional<String> objection(
      Class<? extends SpecificRecord> type, String name, String... fields) {
    List<Schema.Field> own =
        Arrays.stream(fields)
            .map(field -> new Schema.Field(field, Schema.create(Schema.Type.STRING)))
            .toList();
    return WriterSchemaCheck.objection(
        Schema.createRecord(name, null, null, false, own), schemaOf(type));
  }

  private static Schema renamed(Schema own, String name, String namespace) {
    Schema copy =
        Schema.createRecord(
            name,
            null,
            namespace,
            false,
            own.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
    return schema(copy.toString());
  }

  private static Schema schemaOf(Class<? extends SpecificRecord> type) {
    return SpecificData.getForClass(type).getSchema(type);
  }

  private static Schema schema(String json) {
    return new Schema.Parser().parse(json);
  }

  private static Object number(String type, String text) {
    return switch (type) {
      case "int" -> (Object) Integer.valueOf(text);
      case "long" -> Long.valueOf(text);
      case "float" -> Float.valueOf(text);
      default -> Double.valueOf(text);
    };
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static GenericRecord record(Schema schema, Map<String, Object> fields) {
    GenericRecordBuilder builder = new GenericRecordBuilder(schema);
    fields.forEach(builder::set);
    return builder.build();
  }

  private <T extends SpecificRecord> RegistryAvroSerde<T> serde(Class<T> type) {
    return new RegistryAvroSerde<>(type, registry, 1_000_000);
  }

  private <T extends SpecificRecord> T read(Class<T> type, GenericRecord record) throws Exception {
    return read(type, bytes(record.getSchema(), record));
  }

  private <T extends SpecificRecord> T read(Class<T> type, byte[] value) {
    return serde(type).deserializer().deserialize(TOPIC, value);
  }

  private void assertMalformed(Class<? extends SpecificRecord> type, byte[] value, String message) {
    assertThatThrownBy(() -> read(type, value))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageStartingWith("topic " + TOPIC + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private int register(Schema schema) throws Exception {
    return client.register("any-value", new AvroSchema(schema));
  }

  private byte[] bytes(Schema schema, Object datum) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
    new GenericDatumWriter<>(schema).write(datum, encoder);
    encoder.flush();
    return framed(register(schema), body.toByteArray());
  }

  private static byte[] framed(int id, byte[] body) throws IOException {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }
}
