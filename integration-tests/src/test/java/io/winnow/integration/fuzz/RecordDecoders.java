package io.winnow.integration.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.audit.bundle.BundleSource;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.published.EncoderPieces;
import io.winnow.descriptor.published.PieceCollector;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.EncoderPublished;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.Orientation;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.PrecomputedUncertainty;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.serde.FixedSchemas;
import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.topic.Keys;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.intake.PoolIntake;
import io.winnow.streams.intake.RejectedRecordException;
import io.winnow.streams.mapping.ManifestMapping;
import io.winnow.streams.mapping.PolicyMapping;
import io.winnow.streams.mapping.ReportMapping;
import io.winnow.streams.mapping.RoundMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Values of the topics, taken as far as the services take them before they act on them. */
final class RecordDecoders {

  private static final byte[] IMAGE_ID = "image-1".getBytes(UTF_8);
  private static final int RANDOM_SEEDS = 10;
  private static final int RECORDED_SEEDS = 10;

  /** What a bundle has. */
  private static final Set<String> RECORDED =
      Set.of(
          "avro scores",
          "avro descriptors",
          "avro pool-commands",
          "avro annotation-requests",
          "avro round-decisions",
          "avro rounds");

  private static final String ENCODER_ID = "5e".repeat(32);

  private final Map<Integer, Schema> schemas = new HashMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final TopicCatalog topics;
  private final PoolIntake pools;

  RecordDecoders() {
    Map<String, Schema> byTopic = new LinkedHashMap<>();
    byTopic.put("images", ImageReceived.getClassSchema());
    byTopic.put("scores", ModelScored.getClassSchema());
    byTopic.put("descriptors", ImageDescribed.getClassSchema());
    byTopic.put("labels", ImageLabelled.getClassSchema());
    byTopic.put("pool-commands", PoolCommand.getClassSchema());
    byTopic.put("pool-reports", PoolReport.getClassSchema());
    byTopic.put("round-requests", RoundRequested.getClassSchema());
    byTopic.put("policies", PoolPolicy.getClassSchema());
    byTopic.put("encoders", EncoderPublished.getClassSchema());
    byTopic.put("annotation-requests", AnnotationRequested.getClassSchema());
    byTopic.put("round-decisions", CandidateDecided.getClassSchema());
    byTopic.put("rounds", RoundClosed.getClassSchema());
    byTopic.forEach(
        (topic, schema) -> {
          ids.put(TopicCatalog.DEFAULT_PREFIX + topic, ids.size());
          schemas.put(schemas.size(), schema);
        });
    topics =
        new TopicCatalog(
            TopicCatalog.DEFAULT_PREFIX, new FixedSchemas(schemas), OptionalInt.empty());
    pools = new PoolIntake(topics, null);
  }

  List<Decoder> all() {
    return List.of(
        value(TopicCatalog::images, image -> Keys.checkPool(image.getPool()), image()),
        pool(TopicCatalog::scores, scores()),
        pool(TopicCatalog::descriptors, List.of(descriptor())),
        pool(TopicCatalog::labels, List.of()),
        pool(TopicCatalog::poolCommands, List.of()),
        value(TopicCatalog::poolReports, report -> ReportMapping.fromAvro("pool", report)),
        value(TopicCatalog::roundRequests, RoundMapping::request),
        value(TopicCatalog::policies, PolicyMapping::fromAvro, policy()),
        value(TopicCatalog::annotationRequests, request -> {}),
        value(TopicCatalog::roundDecisions, decided -> {}),
        value(TopicCatalog::rounds, ManifestMapping::fromAvro),
        encoder());
  }

  /** An input of the pool tasks. */
  private <V extends SpecificRecord> Decoder pool(
      Function<TopicCatalog, Topic<V>> which, List<V> valid) {
    Topic<V> topic = which.apply(topics);
    return new Decoder(
        name(topic),
        Corpus.of(seeds(which, valid)),
        input -> pools.decode(topic.name(), IMAGE_ID, input, 0),
        List.of(RejectedRecordException.class),
        4);
  }

  @SafeVarargs
  private <V extends SpecificRecord> Decoder value(
      Function<TopicCatalog, Topic<V>> which, Consumer<V> mapping, V... valid) {
    Topic<V> topic = which.apply(topics);
    return new Decoder(
        name(topic),
        Corpus.of(seeds(which, List.of(valid))),
        input -> mapping.accept(topic.valueSerde().deserializer().deserialize(topic.name(), input)),
        // The services make dead letters of both.
        List.of(MalformedRecordException.class, IllegalArgumentException.class),
        4);
  }

  /** A piece of an encoder file, and the file put together. */
  private Decoder encoder() {
    List<EncoderPublished> pieces = EncoderPieces.of(SmallFiles.encoder(), 1 << 20);
    String id = SmallFiles.encoder().encoderId();
    Topic<EncoderPublished> topic = topics.encoders();
    return new Decoder(
        name(topic),
        Corpus.of(seeds(TopicCatalog::encoders, pieces)),
        input -> {
          PieceCollector collector = new PieceCollector(id);
          collector.take(
              EncoderPieces.key(id, 0),
              topic.valueSerde().deserializer().deserialize(topic.name(), input));
          collector.encoder();
        },
        List.of(MalformedRecordException.class, EncoderException.class),
        2);
  }

  private <V extends SpecificRecord> List<byte[]> seeds(
      Function<TopicCatalog, Topic<V>> which, List<V> made) {
    int id = ids.get(which.apply(topics).name());
    List<V> valid = new ArrayList<>(made);
    if (RECORDED.contains(name(which.apply(topics)))) {
      valid.addAll(recorded(which));
    }
    List<byte[]> seeds = new ArrayList<>();
    for (V value : valid) {
      // As often as all the random ones, whose content mostly means nothing.
      seeds.addAll(Collections.nCopies(RANDOM_SEEDS, framed(id, value)));
    }
    for (Object value : new RandomData(schemas.get(id), RANDOM_SEEDS, id, true)) {
      seeds.add(framed(id, value));
    }
    return seeds;
  }

  /** The first records of a topic that real rounds left. */
  private static <V> List<V> recorded(Function<TopicCatalog, Topic<V>> which) {
    List<V> values = new ArrayList<>();
    try (BundleSource source = BundleSource.open(FileDecoders.BUNDLE)) {
      Topic<V> topic = which.apply(source.topics());
      for (int partition = 0; partition < source.partitions(topic.name()); partition++) {
        source.read(
            topic.name(),
            partition,
            source.begin(topic.name(), partition),
            source.end(topic.name(), partition),
            record ->
                values.add(
                    topic.valueSerde().deserializer().deserialize(topic.name(), record.value())));
      }
    }
    return values.subList(0, Math.min(RECORDED_SEEDS, values.size()));
  }

  private static String name(Topic<?> topic) {
    return "avro " + topic.name().substring(TopicCatalog.DEFAULT_PREFIX.length());
  }

  /** Confluent's wire format. */
  private byte[] framed(int id, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      Schema schema = schemas.get(id);
      if (value instanceof SpecificRecord record) {
        new SpecificDatumWriter<>(schema, SpecificData.getForClass(record.getClass()))
            .write(record, encoder);
      } else {
        new GenericDatumWriter<>(schema, new GenericData()).write(value, encoder);
      }
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static List<ModelScored> scores() {
    List<Object> predictions =
        List.of(
            new Classification(List.of("a", "b", "c"), List.of(0.5, 0.3, 0.2)),
            new Detections(
                List.of("a", "b"),
                List.of(
                    new DetectedBox(0.0, 0.0, 10.0, 10.0, List.of(0.6, 0.4), null, null),
                    new DetectedBox(5.0, 5.0, 10.0, 10.0, List.of(0.9, 0.1), null, null))),
            new PrecomputedUncertainty("spread", 0.25, Orientation.HIGHER_IS_MORE_UNCERTAIN));
    return predictions.stream()
        .map(
            prediction ->
                ModelScored.newBuilder()
                    .setPool("pool")
                    .setModel("net")
                    .setModelVersion("1")
                    .setPrediction(prediction)
                    .build())
        .toList();
  }

  private static ImageReceived image() {
    return ImageReceived.newBuilder()
        .setPool("pool")
        .setUri("file:/pictures/1.png")
        .setAttributes(Map.of("site", "north"))
        .build();
  }

  private static ImageDescribed descriptor() {
    return ImageDescribed.newBuilder()
        .setPool("pool")
        .setEncoderId(ENCODER_ID)
        .setVector(
            ByteBuffer.wrap(
                new byte[] {
                  (byte) 0x9a, (byte) 0x99, 0x19, 0x3f, (byte) 0xcd, (byte) 0xcc, 0x4c, 0x3f
                }))
        .setImage(new ImageRef("file:/pictures/1.png", "0".repeat(64), 28, 28))
        .setAttributes(Map.of("site", "north"))
        .build();
  }

  private static PoolPolicy policy() {
    return PoolPolicy.newBuilder()
        .setBudget(10)
        .setEncoderId(ENCODER_ID)
        .setDescriptorSize(16)
        .build();
  }
}
