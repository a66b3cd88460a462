package io.winnow.streams.intake;

import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.topic.Keys;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.limit.SizeLimitException;
import io.winnow.selection.round.PoolAnswer;
import io.winnow.selection.round.PoolCommand;
import io.winnow.selection.round.PoolPartition;
import io.winnow.streams.mapping.CommandMapping;
import io.winnow.streams.mapping.ImageMapping;
import java.util.List;
import java.util.function.Function;

/** Decodes the records of a pool task. Nothing is folded before the whole record proved valid. */
public final class PoolIntake {

  /** What a valid record asks for. */
  public sealed interface Input {

    /**
     * A change of the ledger by a record about an image.
     *
     * @param change what the record does to the ledger
     */
    record ImageInput(String pool, String imageId, Function<PoolLedger, PoolLedger.Outcome> change)
        implements Input {

      /**
       * @throws RejectedRecordException if with what the ledger holds of the image it is too large;
       *     what the ledger holds stays as it was
       */
      public PoolLedger.Outcome foldInto(PoolLedger ledger) throws RejectedRecordException {
        try {
          return change.apply(ledger);
        } catch (SizeLimitException e) {
          throw new RejectedRecordException(e.getMessage(), e);
        }
      }
    }

    /** A step of the round protocol. */
    record CommandInput(PoolCommand command) implements Input {

      /**
       * @throws RejectedRecordException if it cannot be obeyed as things are; nothing was changed
       */
      public PoolAnswer obeyBy(PoolPartition partition) throws RejectedRecordException {
        return RecordDecoder.obeyed(() -> partition.onCommand(command));
      }
    }
  }

  private final TopicCatalog topics;

  public PoolIntake(TopicCatalog topics) {
    this.topics = topics;
  }

  /** Returns the names of the topics it decodes. */
  public List<String> topics() {
    return List.of(
        topics.scores().name(),
        topics.descriptors().name(),
        topics.labels().name(),
        topics.poolCommands().name());
  }

  /** Returns whether records of the topic are keyed, and so partitioned, by image. */
  public boolean keyedByImage(String topic) {
    return !topic.equals(topics.poolCommands().name());
  }

  /**
   * @param timestamp of the record, milliseconds since the epoch
   * @throws RejectedRecordException if the record cannot be used
   */
  public Input decode(String topic, byte[] rawKey, byte[] rawValue, long timestamp)
      throws RejectedRecordException {
    RecordDecoder.checkTime(timestamp);
    if (topic.equals(topics.scores().name())) {
      return score(imageId(rawKey), RecordDecoder.value(topics.scores(), rawValue), timestamp);
    } else if (topic.equals(topics.descriptors().name())) {
      return descriptor(
          imageId(rawKey), RecordDecoder.value(topics.descriptors(), rawValue), timestamp);
    } else if (topic.equals(topics.labels().name())) {
      return label(imageId(rawKey), RecordDecoder.value(topics.labels(), rawValue));
    } else if (topic.equals(topics.poolCommands().name())) {
      io.winnow.schemas.PoolCommand command = RecordDecoder.value(topics.poolCommands(), rawValue);
      return RecordDecoder.valid(() -> new Input.CommandInput(CommandMapping.fromAvro(command)));
    }
    throw new IllegalStateException("no pool task reads topic " + topic);
  }

  private static String imageId(byte[] rawKey) throws RejectedRecordException {
    return RecordDecoder.valid(() -> Keys.imageId(rawKey));
  }

  private static Input score(String imageId, ModelScored scored, long timestamp)
      throws RejectedRecordException {
    String pool = RecordDecoder.valid(() -> Keys.checkPool(scored.getPool()));
    Score score = RecordDecoder.valid(() -> ImageMapping.score(scored, timestamp));
    return new Input.ImageInput(pool, imageId, ledger -> ledger.score(pool, imageId, score));
  }

  private static Input descriptor(String imageId, ImageDescribed described, long timestamp)
      throws RejectedRecordException {
    String pool = RecordDecoder.valid(() -> Keys.checkPool(described.getPool()));
    Descriptor descriptor =
        RecordDecoder.valid(() -> ImageMapping.descriptor(described, timestamp));
    return new Input.ImageInput(
        pool, imageId, ledger -> ledger.describe(pool, imageId, descriptor));
  }

  private static Input label(String imageId, ImageLabelled labelled)
      throws RejectedRecordException {
    String pool = RecordDecoder.valid(() -> Keys.checkPool(labelled.getPool()));
    return new Input.ImageInput(pool, imageId, ledger -> ledger.label(pool, imageId));
  }
}
