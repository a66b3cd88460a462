package io.winnow.streams.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.topic.Partitions;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.round.PoolAnswer;
import io.winnow.selection.round.PoolPartition;
import io.winnow.selection.round.PoolReport;
import io.winnow.streams.client.TopicIds;
import io.winnow.streams.intake.PoolIntake;
import io.winnow.streams.intake.PoolIntake.Input.CommandInput;
import io.winnow.streams.intake.PoolIntake.Input.ImageInput;
import io.winnow.streams.intake.RejectedRecordException;
import io.winnow.streams.mapping.ReportMapping;
import io.winnow.streams.processor.InputMetrics.Outcome;
import io.winnow.streams.store.PoolStores;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a pool partition from its four topics.
 *
 * <p>An image belongs to partition murmur2(imageId) mod P, as Java clients partition. A record that
 * another partitioner put elsewhere is sent on to the right partition of the same topic, with a
 * header, and ignored here: an image's state never splits.
 */
public final class PoolProcessor implements Processor<byte[], byte[], Object, Object> {

  /** Header of a record that was sent on: the partition it had been written to, decimal. */
  public static final String MOVED_FROM = "winnow.moved-from-partition";

  private static final Logger LOG = LoggerFactory.getLogger(PoolProcessor.class);
  private static final Duration GROWTH_INTERVAL = Duration.ofMillis(500);

  private final int partitions;
  private final TopicIds topicIds;
  private final PoolIntake intake;
  private final DeadLetterOffice deadLetters;

  private ProcessorContext<Object, Object> context;
  private PoolPartition pool;
  private InputTopics inputs;
  private InputMetrics metrics;

  /**
   * @param partitions of every topic (P)
   */
  public PoolProcessor(TopicCatalog topics, int partitions, TopicIds topicIds) {
    this.partitions = partitions;
    this.topicIds = topicIds;
    this.intake = new PoolIntake(topics);
    this.deadLetters = new DeadLetterOffice(topics);
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    metrics = new InputMetrics(context.metrics(), intake.topics());
    LedgerStores stores = PoolStores.of(context);
    pool = new PoolPartition(context.taskId().partition(), stores);
    pool.ledger().restoreRankings();
    inputs = new InputTopics(topicIds, stores.pools(), pool.ledger().positions()::forget);
    inputs.checkAll(intake.topics());
    context.schedule(
        GROWTH_INTERVAL,
        PunctuationType.WALL_CLOCK_TIME,
        now -> report(pool.onTick(), new RecordHeaders(), now));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata from = context.recordMetadata().orElseThrow();
    if (!advance(record, from)) {
      if (inputs.readAgain(from)) {
        metrics.count(from.topic(), Outcome.SKIPPED);
        return;
      }
      advance(record, from);
    }
    try {
      if (misplaced(record, from)) {
        sendOn(record, from);
        return;
      }
      obey(
          intake.decode(from.topic(), record.key(), record.value(), record.timestamp()),
          record,
          from);
    } catch (RejectedRecordException e) {
      metrics.count(from.topic(), Outcome.REJECTED);
      context.forward(
          deadLetters.letter(record, from, e, context.currentSystemTimeMs()),
          NodeNames.POOL_DEAD_LETTERS);
    }
  }

  private boolean advance(Record<byte[], byte[]> record, RecordMetadata from) {
    return pool.ledger()
        .positions()
        .advance(from.topic(), from.offset(), record.timestamp(), record.key(), record.value());
  }

  private void obey(PoolIntake.Input input, Record<byte[], byte[]> record, RecordMetadata from)
      throws RejectedRecordException {
    if (input instanceof CommandInput command) {
      PoolAnswer answer = command.obeyBy(pool);
      report(answer.reports(), record.headers(), context.currentSystemTimeMs());
      metrics.count(from.topic(), Outcome.of(answer.outcome()));
    } else if (input instanceof ImageInput image) {
      PoolLedger.Outcome outcome = image.foldInto(pool.ledger());
      metrics.count(from.topic(), Outcome.of(outcome));
    }
  }

  // Not the command's timestamp: after a stop of days, or by a clock that jumped, the report would
  // fall out of its topic's retention before the round has read it.
  private void report(Collection<PoolReport> reports, Headers headers, long now) {
    for (PoolReport report : reports) {
      context.forward(
          new Record<>(report.pool(), ReportMapping.toAvro(report), now, headers),
          NodeNames.POOL_REPORTS);
    }
  }

  private boolean misplaced(Record<byte[], byte[]> record, RecordMetadata from) {
    return record.key() != null
        && intake.keyedByImage(from.topic())
        && Partitions.of(record.key(), partitions) != from.partition();
  }

  private void sendOn(Record<byte[], byte[]> record, RecordMetadata from)
      throws RejectedRecordException {
    if (record.headers().lastHeader(MOVED_FROM) != null) {
      throw new RejectedRecordException(
          "record was moved to partition " + from.partition() + " but does not belong there");
    }
    metrics.count(from.topic(), Outcome.MISPLACED);
    LOG.debug("{}-{}@{} is sent on", from.topic(), from.partition(), from.offset());
    Headers headers =
        new RecordHeaders(record.headers())
            .add(MOVED_FROM, Integer.toString(from.partition()).getBytes(UTF_8));
    context.forward(
        new Record<>(record.key(), record.value(), record.timestamp(), headers),
        NodeNames.moved(from.topic()));
  }
}
