package io.winnow.streams.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.ledger.ConsumedOffsets;
import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.round.AddressedCommand;
import io.winnow.selection.round.ClosedRound;
import io.winnow.selection.round.RoundCoordinator;
import io.winnow.selection.round.RoundManifest;
import io.winnow.selection.round.RoundRequest;
import io.winnow.selection.round.Step;
import io.winnow.streams.client.TopicIds;
import io.winnow.streams.intake.RecordTimeExtractor;
import io.winnow.streams.intake.RejectedRecordException;
import io.winnow.streams.intake.RoundIntake;
import io.winnow.streams.intake.SourceRecord;
import io.winnow.streams.mapping.CommandMapping;
import io.winnow.streams.mapping.ManifestMapping;
import io.winnow.streams.mapping.RoundMapping;
import io.winnow.streams.processor.InputMetrics.Outcome;
import io.winnow.streams.signature.ManifestSigner;
import io.winnow.streams.store.RoundStores;
import io.winnow.streams.store.Stage;
import io.winnow.streams.store.StreamsOrderedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the rounds of the pools that hash to this task. All that a step sends, a whole query set
 * with its decisions, manifest and settlement included, is in one transaction, and happens whole or
 * not at all ({@link Containment}).
 */
public final class RoundProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(RoundProcessor.class);

  /** How often the wall clock is looked at for windows that are due. */
  private static final Duration TICK = Duration.ofMillis(200);

  private final int partitions;
  private final String softwareVersion;
  private final Optional<ManifestSigner> signer;
  private final Duration answerInterval;
  private final TopicIds topicIds;
  private final RoundIntake intake;
  private final UnaryOperator<OrderedStore> access;
  private final TopicCatalog topics;

  private ProcessorContext<byte[], byte[]> context;
  private RoundCoordinator coordinator;
  private ConsumedOffsets consumed;
  private InputTopics inputs;
  private InputMetrics metrics;
  private OrderedStore pools;
  private OrderedStore reports;
  private Containment containment;

  /**
   * @param partitions of every topic (P)
   * @param softwareVersion for manifests
   * @param signer of manifests, if they are signed
   * @param answerInterval how long partitions are given to answer before they are asked again
   */
  public RoundProcessor(
      TopicCatalog topics,
      int partitions,
      String softwareVersion,
      Optional<ManifestSigner> signer,
      Duration answerInterval,
      TopicIds topicIds) {
    this(
        topics,
        partitions,
        softwareVersion,
        signer,
        answerInterval,
        topicIds,
        UnaryOperator.identity());
  }

  /**
   * @param access what stands between the coordinator and each of its stores
   */
  RoundProcessor(
      TopicCatalog topics,
      int partitions,
      String softwareVersion,
      Optional<ManifestSigner> signer,
      Duration answerInterval,
      TopicIds topicIds,
      UnaryOperator<OrderedStore> access) {
    this.access = access;
    this.partitions = partitions;
    this.softwareVersion = softwareVersion;
    this.signer = signer;
    this.answerInterval = answerInterval;
    this.topicIds = topicIds;
    this.intake = new RoundIntake(topics);
    this.topics = topics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    metrics = new InputMetrics(context.metrics(), intake.topics());
    Stage stage = new Stage();
    pools = staged(stage, RoundStores.POOL_ROUNDS);
    reports = staged(stage, RoundStores.ROUND_REPORTS);
    containment =
        new Containment(
            context,
            stage,
            new DeadLetterOffice(topics),
            NodeNames.ROUND_DEAD_LETTERS,
            metrics,
            indexes -> build());
    build();
    // Not staged: a record that becomes a dead letter has been read, too.
    OrderedStore offsets =
        new StreamsOrderedStore(context.getStateStore(RoundStores.INPUT_OFFSETS));
    consumed = new ConsumedOffsets(offsets);
    inputs = new InputTopics(topicIds, offsets, consumed::forget);
    inputs.checkAll(intake.topics());
    context.schedule(
        TICK,
        PunctuationType.WALL_CLOCK_TIME,
        now -> containment.tick(() -> send(coordinator.onTick(now), now)));
  }

  private OrderedStore staged(Stage stage, String store) {
    return access.apply(stage.beforeState(new StreamsOrderedStore(context.getStateStore(store))));
  }

  private void build() {
    coordinator = new RoundCoordinator(partitions, pools, reports, softwareVersion, answerInterval);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    SourceRecord source =
        RecordTimeExtractor.source(record, context.recordMetadata().orElseThrow());
    if (!consumed.advance(source.topic(), source.offset())) {
      if (inputs.readAgain(source)) {
        metrics.count(source.topic(), Outcome.SKIPPED);
        return;
      }
      consumed.advance(source.topic(), source.offset());
    }
    List<RoundRequest> dropped = new ArrayList<>();
    containment.handle(source, () -> handle(source, dropped));
    dropped.forEach(request -> drop(source.key(), request));
  }

  /**
   * @param dropped takes the requests that went with a policy
   */
  private Outcome handle(SourceRecord source, List<RoundRequest> dropped)
      throws RejectedRecordException {
    long now = context.currentSystemTimeMs();
    Step step =
        intake.take(
            coordinator, source.topic(), source.key(), source.value(), source.timestamp(), now);
    send(step, now);
    dropped.addAll(step.dropped());
    return Outcome.of(step.outcome());
  }

  private void drop(byte[] pool, RoundRequest request) {
    LOG.warn(
        "request {} of pool {} is dropped: the pool's policy was deleted",
        request.requestId(),
        new String(pool, UTF_8));
    metrics.count(topics.roundRequests().name(), Outcome.DROPPED);
  }

  private void send(Step step, long now) {
    for (ClosedRound closed : step.closed()) {
      send(closed, now);
    }
    for (AddressedCommand addressed : step.commands()) {
      send(
          NodeNames.POOL_COMMANDS,
          topics.poolCommands(),
          Integer.toString(addressed.partition()),
          CommandMapping.toAvro(addressed.command()),
          now);
    }
  }

  private void send(ClosedRound closed, long now) {
    RoundManifest manifest = closed.manifest();
    for (ClosedRound.QueriedImage queried : closed.query()) {
      send(
          NodeNames.ANNOTATION_REQUESTS,
          topics.annotationRequests(),
          queried.image().candidate().imageId(),
          RoundMapping.annotation(manifest, queried),
          now);
    }
    closed
        .decisions()
        .forEach(
            decision ->
                send(
                    NodeNames.ROUND_DECISIONS,
                    topics.roundDecisions(),
                    decision.imageId(),
                    RoundMapping.decision(manifest, decision),
                    now));
    RoundClosed unsigned = ManifestMapping.toAvro(manifest);
    send(
        NodeNames.ROUNDS,
        topics.rounds(),
        manifest.pool(),
        signer.map(key -> key.sign(unsigned)).orElse(unsigned),
        now);
    if (manifest.abort() != null) {
      LOG.warn(
          "round {} of pool {} aborted: {}",
          manifest.round(),
          manifest.pool(),
          manifest.abort().reason());
      return;
    }
    LOG.info(
        "round {} of pool {} closed: {} selected of {} shortlisted of {} eligible",
        manifest.round(),
        manifest.pool(),
        manifest.selected(),
        manifest.shortlisted(),
        manifest.counts().eligible());
  }

  private <V> void send(String sink, Topic<V> topic, String key, V value, long now) {
    containment.send(sink, Outgoing.record(topic, key, value, now));
  }
}
