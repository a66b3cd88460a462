package io.winnow.streams.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.topic.Partitions;
import io.winnow.schemas.topic.RecordTime;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.round.PoolAnswer;
import io.winnow.selection.round.PoolPartition;
import io.winnow.selection.round.PoolReport;
import io.winnow.streams.client.TopicIds;
import io.winnow.streams.intake.PoolIntake;
import io.winnow.streams.intake.PoolIntake.Input.CommandInput;
import io.winnow.streams.intake.PoolIntake.Input.ImageInput;
import io.winnow.streams.intake.RecordTimeExtractor;
import io.winnow.streams.intake.RejectedRecordException;
import io.winnow.streams.intake.SourceRecord;
import io.winnow.streams.mapping.ReportMapping;
import io.winnow.streams.processor.InputMetrics.Outcome;
import io.winnow.streams.store.PoolStores;
import io.winnow.streams.store.Stage;
import java.time.Duration;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a pool partition from its four topics.
 *
 * <p>An image belongs to partition murmur2(imageId) mod P, as Java clients partition. A record that
 * another partitioner put elsewhere is sent on to the right partition of the same topic, with a
 * header, and ignored here: an image's state never splits.
 *
 * <p>All effects of a record happen or none, whatever fails ({@link Containment}).
 */
public final class PoolProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  /** Header of a record that was sent on: the partition it had been written to, decimal. */
  public static final String MOVED_FROM = "winnow.moved-from-partition";

  private static final Logger LOG = LoggerFactory.getLogger(PoolProcessor.class);
  private static final Duration GROWTH_INTERVAL = Duration.ofMillis(500);

  private final TopicCatalog topics;
  private final int partitions;
  private final TopicIds topicIds;
  private final PoolIntake intake;
  private final UnaryOperator<LedgerStores> access;

  private ProcessorContext<byte[], byte[]> context;
  private LedgerStores stores;
  private PoolPartition pool;
  private InputTopics inputs;
  private InputMetrics metrics;
  private Containment containment;

  /**
   * @param partitions of every topic (P)
   */
  public PoolProcessor(TopicCatalog topics, int partitions, TopicIds topicIds) {
    this(topics, partitions, topicIds, UnaryOperator.identity());
  }

  /**
   * @param access what stands between the pool's state and its stores
   */
  PoolProcessor(
      TopicCatalog topics, int partitions, TopicIds topicIds, UnaryOperator<LedgerStores> access) {
    this.topics = topics;
    this.partitions = partitions;
    this.topicIds = topicIds;
    this.intake = new PoolIntake(topics);
    this.access = access;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> processorContext) {
    context = processorContext;
    metrics = new InputMetrics(context.metrics(), intake.topics());
    Stage stage = new Stage();
    containment =
        new Containment(
            context,
            stage,
            new DeadLetterOffice(topics),
            NodeNames.POOL_DEAD_LETTERS,
            metrics,
            this::build);
    LedgerStores unstaged = PoolStores.of(context);
    new PoolPartition(context.taskId().partition(), unstaged).ledger().restoreRankings();
    stores = access.apply(stage.before(unstaged));
    build(false);
    inputs =
        new InputTopics(
            topicIds, unstaged.pools(), topic -> pool.ledger().positions().forget(topic));
    inputs.checkAll(intake.topics());
    context.schedule(
        GROWTH_INTERVAL,
        PunctuationType.WALL_CLOCK_TIME,
        now -> containment.tick(() -> report(pool.onTick(), now)));
  }

  private void build(boolean indexes) {
    pool = new PoolPartition(context.taskId().partition(), stores);
    if (indexes) {
      pool.ledger().restoreRankings();
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    SourceRecord source =
        RecordTimeExtractor.source(record, context.recordMetadata().orElseThrow());
    if (!advance(source)) {
      if (inputs.readAgain(source)) {
        metrics.count(source.topic(), Outcome.SKIPPED);
        return;
      }
      advance(source);
    }
    containment.handle(source, () -> handle(source));
  }

  private boolean advance(SourceRecord source) {
    return pool.ledger()
        .positions()
        .advance(source.topic(), source.offset(), source.timestamp(), source.key(), source.value());
  }

  private Outcome handle(SourceRecord source) throws RejectedRecordException {
    if (misplaced(source)) {
      sendOn(source);
      return Outcome.MISPLACED;
    }
    PoolIntake.Input input =
        intake.decode(source.topic(), source.key(), source.value(), source.timestamp());
    if (input instanceof CommandInput command) {
      PoolAnswer answer = command.obeyBy(pool);
      report(answer.reports(), context.currentSystemTimeMs());
      return Outcome.of(answer.outcome());
    }
    return Outcome.of(((ImageInput) input).foldInto(pool.ledger()));
  }

  // Not the command's timestamp: after a stop of days, or by a clock that jumped, the report would
  // fall out of its topic's retention before the round has read it.
  private void report(Collection<PoolReport> reports, long now) {
    for (PoolReport report : reports) {
      containment.send(
          NodeNames.POOL_REPORTS,
          Outgoing.record(topics.poolReports(), report.pool(), ReportMapping.toAvro(report), now));
    }
  }

  /** One without a valid time stays here and is rejected: no topic takes it again. */
  private boolean misplaced(SourceRecord source) {
    return source.key() != null
        && RecordTime.valid(source.timestamp())
        && intake.keyedByImage(source.topic())
        && Partitions.of(source.key(), partitions) != source.partition();
  }

  private void sendOn(SourceRecord source) throws RejectedRecordException {
    if (source.headers().lastHeader(MOVED_FROM) != null) {
      throw new RejectedRecordException(
          "record was moved to partition " + source.partition() + " but does not belong there");
    }
    LOG.debug("{} is sent on", source);
    Headers headers =
        new RecordHeaders(source.headers())
            .add(MOVED_FROM, Integer.toString(source.partition()).getBytes(UTF_8));
    containment.send(
        NodeNames.moved(source.topic()),
        new Record<>(source.key(), source.value(), source.timestamp(), headers));
  }
}
