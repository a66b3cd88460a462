package io.winnow.audit;

import io.winnow.schemas.topic.Partitions;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.round.PoolAnswer;
import io.winnow.selection.round.PoolCommand;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import io.winnow.selection.round.PoolCommand.Shortlisted;
import io.winnow.selection.round.PoolPartition;
import io.winnow.selection.round.ProtocolOutcome;
import io.winnow.streams.intake.PoolIntake;
import io.winnow.streams.intake.PoolIntake.Input.CommandInput;
import io.winnow.streams.intake.PoolIntake.Input.ImageInput;
import io.winnow.streams.intake.RejectedRecordException;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * One partition of a pool, folded again by the live application's ledger.
 *
 * <p>Of a round, the commands come first, then its inputs, topic by topic: how they were
 * interleaved is not recorded, and the manifest does not depend on it.
 */
final class PartitionReplay {

  private final String pool;
  private final int number;
  private final int partitions;
  private final RecordSource source;
  private final LiveDecoder decoder;
  private final List<String> imageTopics;
  private final String commandTopic;
  private final PoolPartition partition;
  private final LongConsumer folded;

  private RoundOpened opened;
  private RoundSettled settled;

  /**
   * @param folded told how many records were read, now and then
   */
  PartitionReplay(
      String pool,
      int number,
      RecordSource source,
      TopicCatalog topics,
      LiveDecoder decoder,
      LedgerStores stores,
      LongConsumer folded) {
    this.pool = pool;
    this.number = number;
    this.partitions = source.partitions(topics.poolCommands().name());
    this.source = source;
    this.decoder = decoder;
    this.commandTopic = topics.poolCommands().name();
    this.imageTopics = decoder.imageTopics();
    this.partition = new PoolPartition(number, stores);
    this.folded = folded;
  }

  PoolPartition partition() {
    return partition;
  }

  /** What the partition was told of the round before the one it stands at, or null. */
  RoundSettled settled() {
    return settled;
  }

  /**
   * Folds what a round saw.
   *
   * @param through topic to the offset of the last record
   * @return the command that opened the round, or null if there is none
   */
  RoundOpened fold(long round, Map<String, Long> through) {
    opened = null;
    settled = null;
    read(commandTopic, through.get(commandTopic), record -> obey(round, record));
    for (String topic : imageTopics) {
      read(topic, through.get(topic), record -> fold(topic, record));
    }
    return opened;
  }

  private interface Sink {
    void accept(StoredRecord record);
  }

  private void read(String topic, Long through, Sink sink) {
    if (through == null) {
      return;
    }
    InputPosition position = partition.ledger().positions().current().get(topic);
    long from = position == null ? source.begin(topic, number) : position.offset() + 1;
    long to = Math.min(through + 1, source.end(topic, number));
    if (from >= to) {
      return;
    }
    long[] records = {0};
    source.read(
        topic,
        number,
        from,
        to,
        record -> {
          partition
              .ledger()
              .positions()
              .add(topic, record.offset(), record.timestamp(), record.key(), record.value());
          sink.accept(record);
          records[0]++;
        });
    folded.accept(records[0]);
  }

  private void obey(long round, StoredRecord record) {
    PoolIntake.Input input = decoder.decode(commandTopic, number, record).orElse(null);
    if (!(input instanceof CommandInput given) || !given.command().pool().equals(pool)) {
      return;
    }
    PoolCommand command = given.command();
    if (command instanceof RoundOpened open && open.round() == round) {
      opened = open;
      return;
    }
    if (command instanceof Shortlisted) {
      return; // changes nothing
    }
    try {
      PoolAnswer answer = given.obeyBy(partition);
      if (answer.outcome() != ProtocolOutcome.APPLIED) {
        return; // was asked again, or is about a round that is over
      }
      if (command instanceof RoundSettled settle) {
        settled = settle;
      } else if (command instanceof RoundOpened open) {
        requireNoWindow(open); // was aborted before this partition had answered
      }
    } catch (RejectedRecordException e) {
      return; // became a dead letter then
    }
  }

  /**
   * Which records the partition had processed when it opened a round that was aborted without its
   * answer is not recorded. It makes no difference unless the round forgot images or counted late
   * scores.
   */
  private void requireNoWindow(RoundOpened unanswered) {
    if (unanswered.window().start() != null || partition.ledger().windowed(pool)) {
      throw new UnrepeatableException(
          "partition "
              + number
              + " had not answered when round "
              + unanswered.round()
              + " was aborted: what its window did there cannot be repeated");
    }
  }

  private void fold(String topic, StoredRecord record) {
    if (record.key() != null && Partitions.of(record.key(), partitions) != number) {
      return; // was sent on to the partition that owns the image
    }
    if (decoder.decode(topic, number, record).orElse(null) instanceof ImageInput input
        && input.pool().equals(pool)) {
      try {
        input.foldInto(partition.ledger());
      } catch (RejectedRecordException e) {
        return; // became a dead letter then, too: the ledger holds what it held
      }
    }
  }
}
