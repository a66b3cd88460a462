package io.winnow.streams.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.RoundClosed;
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
import io.winnow.streams.intake.RejectedRecordException;
import io.winnow.streams.intake.RoundIntake;
import io.winnow.streams.mapping.CommandMapping;
import io.winnow.streams.mapping.ManifestMapping;
import io.winnow.streams.mapping.RoundMapping;
import io.winnow.streams.processor.InputMetrics.Outcome;
import io.winnow.streams.signature.ManifestSigner;
import io.winnow.streams.store.RoundStores;
import io.winnow.streams.store.StreamsOrderedStore;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the rounds of the pools that hash to this task. All that a step sends, a whole query set
 * with its decisions, manifest and settlement included, is in one transaction.
 */
public final class RoundProcessor implements Processor<byte[], byte[], Object, Object> {

  private static final Logger LOG = LoggerFactory.getLogger(RoundProcessor.class);

  /** How often the wall clock is looked at for windows that are due. */
  private static final Duration TICK = Duration.ofMillis(200);

  private final int partitions;
  private final String softwareVersion;
  private final Optional<ManifestSigner> signer;
  private final Duration answerInterval;
  private final TopicIds topicIds;
  private final RoundIntake intake;
  private final String requestTopic;
  private final DeadLetterOffice deadLetters;

  private ProcessorContext<Object, Object> context;
  private RoundCoordinator coordinator;
  private ConsumedOffsets consumed;
  private InputTopics inputs;
  private InputMetrics metrics;

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
    this.partitions = partitions;
    this.softwareVersion = softwareVersion;
    this.signer = signer;
    this.answerInterval = answerInterval;
    this.topicIds = topicIds;
    this.intake = new RoundIntake(topics);
    this.requestTopic = topics.roundRequests().name();
    this.deadLetters = new DeadLetterOffice(topics);
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    metrics = new InputMetrics(context.metrics(), intake.topics());
    coordinator =
        new RoundCoordinator(
            partitions,
            new StreamsOrderedStore(context.getStateStore(RoundStores.POOL_ROUNDS)),
            new StreamsOrderedStore(context.getStateStore(RoundStores.ROUND_REPORTS)),
            softwareVersion,
            answerInterval);
    OrderedStore offsets =
        new StreamsOrderedStore(context.getStateStore(RoundStores.INPUT_OFFSETS));
    consumed = new ConsumedOffsets(offsets);
    inputs = new InputTopics(topicIds, offsets, consumed::forget);
    inputs.checkAll(intake.topics());
    context.schedule(
        TICK, PunctuationType.WALL_CLOCK_TIME, now -> send(coordinator.onTick(now), now));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata from = context.recordMetadata().orElseThrow();
    if (!consumed.advance(from.topic(), from.offset())) {
      if (inputs.readAgain(from)) {
        metrics.count(from.topic(), Outcome.SKIPPED);
        return;
      }
      consumed.advance(from.topic(), from.offset());
    }
    long now = context.currentSystemTimeMs();
    try {
      Step step =
          intake.take(
              coordinator, from.topic(), record.key(), record.value(), record.timestamp(), now);
      metrics.count(from.topic(), Outcome.of(step.outcome()));
      send(step, now);
      step.dropped().forEach(request -> drop(record.key(), request));
    } catch (RejectedRecordException e) {
      metrics.count(from.topic(), Outcome.REJECTED);
      context.forward(deadLetters.letter(record, from, e, now), NodeNames.ROUND_DEAD_LETTERS);
    }
  }

  private void drop(byte[] pool, RoundRequest request) {
    LOG.warn(
        "request {} of pool {} is dropped: the pool's policy was deleted",
        request.requestId(),
        new String(pool, UTF_8));
    metrics.count(requestTopic, Outcome.DROPPED);
  }

  private void send(Step step, long now) {
    for (ClosedRound closed : step.closed()) {
      send(closed, now);
    }
    for (AddressedCommand addressed : step.commands()) {
      context.forward(
          new Record<>(
              Integer.toString(addressed.partition()),
              CommandMapping.toAvro(addressed.command()),
              now),
          NodeNames.POOL_COMMANDS);
    }
  }

  private void send(ClosedRound closed, long now) {
    RoundManifest manifest = closed.manifest();
    for (ClosedRound.QueriedImage queried : closed.query()) {
      context.forward(
          new Record<>(
              queried.image().candidate().imageId(),
              RoundMapping.annotation(manifest, queried),
              now),
          NodeNames.ANNOTATION_REQUESTS);
    }
    closed
        .decisions()
        .forEach(
            decision ->
                context.forward(
                    new Record<>(
                        decision.imageId(), RoundMapping.decision(manifest, decision), now),
                    NodeNames.ROUND_DECISIONS));
    RoundClosed unsigned = ManifestMapping.toAvro(manifest);
    context.forward(
        new Record<>(manifest.pool(), signer.map(key -> key.sign(unsigned)).orElse(unsigned), now),
        NodeNames.ROUNDS);
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
}
