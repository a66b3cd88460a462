package io.winnow.schemas.topic;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.EncoderPublished;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.serde.RegistryAvroSerde;
import io.winnow.schemas.serde.RegistryConfig;
import io.winnow.schemas.serde.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Every topic of Winnow. All have the same partition count, so that an image meets its scores, its
 * descriptor and its label in one task. Building a catalogue contacts nobody.
 */
public final class TopicCatalog {
  /** Prefix of topic names unless another is configured. */
  public static final String DEFAULT_PREFIX = "winnow.";

  /** Partition count unless another is configured. */
  public static final int DEFAULT_PARTITIONS = 6;

  private static final int MIB = 1024 * 1024;
  private static final int VALUE_BYTES = MIB;
  private static final int IMAGE_BYTES = 16 * MIB;
  // What all scores of an image, or all of a round, come to; inputs are limited so that they fit.
  private static final int RESULT_BYTES = 16 * MIB;
  // RoundSettled names a partition's share of the query set: some 300,000 images.
  private static final int COMMAND_BYTES = 16 * MIB;
  // A dead letter repeats the largest record any topic can hold, key and headers included.
  private static final int DEAD_LETTER_BYTES = IMAGE_BYTES + Topic.OVERHEAD_BYTES;

  private static final Optional<Duration> FOR_EVER = Optional.empty();
  private static final Optional<Duration> A_DAY = Optional.of(Duration.ofDays(1));
  private static final Optional<Duration> A_MONTH = Optional.of(Duration.ofDays(30));

  private final String prefix;
  private final OptionalInt maxValueBytes;
  private final SchemaRegistry registry;

  private final Topic<ImageReceived> images;
  private final Topic<ModelScored> scores;
  private final Topic<ImageDescribed> descriptors;
  private final Topic<ImageLabelled> labels;
  private final Topic<PoolCommand> poolCommands;
  private final Topic<PoolReport> poolReports;
  private final Topic<RoundRequested> roundRequests;
  private final Topic<PoolPolicy> policies;
  private final Topic<EncoderPublished> encoders;
  private final Topic<AnnotationRequested> annotationRequests;
  private final Topic<CandidateDecided> roundDecisions;
  private final Topic<RoundClosed> rounds;
  private final Topic<byte[]> deadLetters;

  /** The catalogue with the default prefix; see {@link #TopicCatalog(String, Map)}. */
  public TopicCatalog(Map<String, ?> registryConfig) {
    this(DEFAULT_PREFIX, registryConfig);
  }

  /**
   * The catalogue.
   *
   * @param prefix starts every topic name
   * @param registryConfig {@code schema.registry.url} and the other settings of {@link
   *     RegistryConfig}; other keys are ignored
   */
  public TopicCatalog(String prefix, Map<String, ?> registryConfig) {
    this(prefix, new RegistryConfig(registryConfig));
  }

  private TopicCatalog(String prefix, RegistryConfig config) {
    this(prefix, SchemaRegistry.of(config), config.maxValueBytes());
  }

  /**
   * The catalogue by another registry.
   *
   * @param prefix starts every topic name
   * @param registry of the values' schemas
   * @param maxValueBytes largest value of every topic; empty: the default of each
   */
  public TopicCatalog(String prefix, SchemaRegistry registry, OptionalInt maxValueBytes) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    this.registry = registry;
    this.maxValueBytes = maxValueBytes;
    images = topic("images", ImageReceived.class, FOR_EVER, Partitioning.BY_IMAGE, IMAGE_BYTES);
    scores = topic("scores", ModelScored.class, FOR_EVER, Partitioning.BY_IMAGE, VALUE_BYTES);
    descriptors =
        topic("descriptors", ImageDescribed.class, FOR_EVER, Partitioning.BY_IMAGE, VALUE_BYTES);
    labels = topic("labels", ImageLabelled.class, FOR_EVER, Partitioning.BY_IMAGE, VALUE_BYTES);
    poolCommands =
        topic("pool-commands", PoolCommand.class, FOR_EVER, Partitioning.EXPLICIT, COMMAND_BYTES);
    // Reports are consumed once, by the round task; a replay recomputes them.
    poolReports =
        topic("pool-reports", PoolReport.class, A_DAY, Partitioning.BY_POOL, RESULT_BYTES);
    roundRequests =
        topic("round-requests", RoundRequested.class, FOR_EVER, Partitioning.BY_POOL, VALUE_BYTES);
    policies =
        topic(
            "policies",
            PoolPolicy.class,
            CleanupPolicy.COMPACT,
            FOR_EVER,
            Partitioning.BY_POOL,
            VALUE_BYTES);
    encoders =
        topic(
            "encoders",
            EncoderPublished.class,
            CleanupPolicy.COMPACT,
            FOR_EVER,
            Partitioning.BY_ENCODER,
            VALUE_BYTES);
    annotationRequests =
        topic(
            "annotation-requests",
            AnnotationRequested.class,
            FOR_EVER,
            Partitioning.BY_IMAGE,
            RESULT_BYTES);
    roundDecisions =
        topic(
            "round-decisions",
            CandidateDecided.class,
            FOR_EVER,
            Partitioning.BY_IMAGE,
            RESULT_BYTES);
    rounds = topic("rounds", RoundClosed.class, FOR_EVER, Partitioning.BY_POOL, RESULT_BYTES);
    deadLetters =
        new Topic<>(
            prefix + "dead-letters",
            Serdes.String(),
            Serdes.ByteArray(),
            CleanupPolicy.DELETE,
            A_MONTH,
            Partitioning.BY_IMAGE,
            DEAD_LETTER_BYTES);
  }

  private <V extends SpecificRecord> Topic<V> topic(
      String name,
      Class<V> type,
      Optional<Duration> retention,
      Partitioning partitioning,
      int maxBytes) {
    return topic(name, type, CleanupPolicy.DELETE, retention, partitioning, maxBytes);
  }

  private <V extends SpecificRecord> Topic<V> topic(
      String name,
      Class<V> type,
      CleanupPolicy cleanupPolicy,
      Optional<Duration> retention,
      Partitioning partitioning,
      int maxBytes) {
    int limit = maxValueBytes.orElse(maxBytes);
    return new Topic<>(
        prefix + name,
        Serdes.String(),
        new RegistryAvroSerde<>(type, registry, limit),
        cleanupPolicy,
        retention,
        partitioning,
        limit);
  }

  /** What every topic's name starts with. */
  public String prefix() {
    return prefix;
  }

  /** Where the values' schemas come from. */
  public SchemaRegistry schemas() {
    return registry;
  }

  /** Users' images; key: image id. */
  public Topic<ImageReceived> images() {
    return images;
  }

  /** Models' predictions; key: image id. */
  public Topic<ModelScored> scores() {
    return scores;
  }

  /** The worker's descriptors; key: image id. */
  public Topic<ImageDescribed> descriptors() {
    return descriptors;
  }

  /** Oracles' labels; key: image id. */
  public Topic<ImageLabelled> labels() {
    return labels;
  }

  /** Steps of the round protocol; key: the partition number, which is also the partition. */
  public Topic<PoolCommand> poolCommands() {
    return poolCommands;
  }

  /** What the pool tasks answer to the round task (internal); key: pool. */
  public Topic<PoolReport> poolReports() {
    return poolReports;
  }

  /** Users' wishes to close a round now; key: pool. */
  public Topic<RoundRequested> roundRequests() {
    return roundRequests;
  }

  /** How each pool's rounds are run, compacted; key: pool. */
  public Topic<PoolPolicy> policies() {
    return policies;
  }

  /** Encoder files in pieces, compacted; key: encoder id, slash, number of the piece. */
  public Topic<EncoderPublished> encoders() {
    return encoders;
  }

  /** The query sets, one record per selected image; key: image id. */
  public Topic<AnnotationRequested> annotationRequests() {
    return annotationRequests;
  }

  /** What became of every shortlisted candidate; key: image id. */
  public Topic<CandidateDecided> roundDecisions() {
    return roundDecisions;
  }

  /** Manifests; key: pool. */
  public Topic<RoundClosed> rounds() {
    return rounds;
  }

  /** Records nobody could use, in their original bytes; key: the original key. */
  public Topic<byte[]> deadLetters() {
    return deadLetters;
  }

  /** All topics, in the order of the accessors. */
  public List<Topic<?>> all() {
    return List.of(
        images,
        scores,
        descriptors,
        labels,
        poolCommands,
        poolReports,
        roundRequests,
        policies,
        encoders,
        annotationRequests,
        roundDecisions,
        rounds,
        deadLetters);
  }

  /** The {@code max.request.size} a producer needs to write to every topic, in bytes. */
  public int maxRequestBytes() {
    return all().stream().mapToInt(Topic::maxBatchBytes).max().orElseThrow();
  }
}
