package io.winnow.streams.intake;

import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.topic.Keys;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.limit.SizeLimitException;
import io.winnow.selection.round.PoolAnswer;
import io.winnow.selection.round.PoolCommand;
import io.winnow.selection.round.PoolPartition;
import io.winnow.selection.uncertainty.PredictionIntake;
import io.winnow.selection.uncertainty.PredictionIntake.Corrections;
import io.winnow.streams.mapping.CommandMapping;
import io.winnow.streams.mapping.ImageMapping;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Decodes the records of a pool task. Nothing is folded before the whole record proved valid. */
public final class PoolIntake {

  /** What a valid record asks for. */
  public sealed interface Input {

    /**
     * A change of the ledger by a record about an image.
     *
     * @param change what the record does to the ledger
     * @param corrections of the prediction, if it has one
     */
    record ImageInput(
        String pool,
        String imageId,
        Function<PoolLedger, PoolLedger.Outcome> change,
        Corrections corrections)
        implements Input {

      /**
       * @throws RejectedRecordException if with what the ledger holds of the image it is too large;
       *     what the ledger holds of the image stays as it was
       */
      public PoolLedger.Outcome foldInto(PoolLedger ledger) throws RejectedRecordException {
        try {
          return change.apply(ledger);
        } catch (SizeLimitException e) {
          throw RejectedRecordException.counted(e);
        }
      }
    }

    /** A claim of this application to its topics, which it looked at when it started. */
    record ClaimInput() implements Input {}

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
  private final String application;

  /**
   * @param application id of the application whose commands are obeyed; null: of any
   */
  public PoolIntake(TopicCatalog topics, String application) {
    this.topics = topics;
    this.application = application;
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

  /** Returns how many bytes the topic takes as one batch. */
  public int maxBatchBytes(String topic) {
    return Stream.of(topics.scores(), topics.descriptors(), topics.labels(), topics.poolCommands())
        .filter(known -> known.name().equals(topic))
        .mapToInt(Topic::maxBatchBytes)
        .findFirst()
        .orElseThrow();
  }

  /**
   * @param timestamp of the record, milliseconds since the epoch
   * @throws RejectedRecordException if the record cannot be used
   */
  public Input decode(String topic, byte[] rawKey, byte[] rawValue, long timestamp)
      throws RejectedRecordException {
    return decode(topic, rawKey, rawValue, timestamp, EvidenceVersion.CURRENT);
  }

  /**
   * Decodes as the software did that closed a round.
   *
   * @param timestamp of the record, milliseconds since the epoch
   * @param evidenceVersion of the round
   * @throws RejectedRecordException if the record could not be used
   */
  public Input decode(
      String topic, byte[] rawKey, byte[] rawValue, long timestamp, int evidenceVersion)
      throws RejectedRecordException {
    RecordDecoder.checkTime(timestamp);
    if (topic.equals(topics.scores().name())) {
      ModelScored scored = RecordDecoder.value(topics.scores(), rawValue);
      return score(imageId(rawKey), scored, timestamp, evidenceVersion);
    } else if (topic.equals(topics.descriptors().name())) {
      return descriptor(
          imageId(rawKey), RecordDecoder.value(topics.descriptors(), rawValue), timestamp);
    } else if (topic.equals(topics.labels().name())) {
      return label(imageId(rawKey), RecordDecoder.value(topics.labels(), rawValue));
    } else if (topic.equals(topics.poolCommands().name())) {
      io.winnow.schemas.PoolCommand command = RecordDecoder.value(topics.poolCommands(), rawValue);
      RecordDecoder.checkSender(command.getApplication(), application);
      if (CommandSender.isClaim(command)) {
        return new Input.ClaimInput();
      }
      return RecordDecoder.valid(() -> new Input.CommandInput(CommandMapping.fromAvro(command)));
    }
    throw new IllegalStateException("no pool task reads topic " + topic);
  }

  private static String imageId(byte[] rawKey) throws RejectedRecordException {
    return RecordDecoder.valid(() -> Keys.imageId(rawKey));
  }

  private static Input score(
      String imageId, ModelScored scored, long timestamp, int evidenceVersion)
      throws RejectedRecordException {
    String pool = RecordDecoder.valid(() -> Keys.checkPool(scored.getPool()));
    PredictionIntake intake = new PredictionIntake();
    Score score =
        RecordDecoder.valid(
            () ->
                evidenceVersion == EvidenceVersion.FIRST
                    ? ImageMapping.scoreOfFirstEvidence(scored, timestamp)
                    : ImageMapping.score(scored, timestamp, intake));
    return new Input.ImageInput(
        pool, imageId, ledger -> ledger.score(pool, imageId, score), intake.corrections());
  }

  private static Input descriptor(String imageId, ImageDescribed described, long timestamp)
      throws RejectedRecordException {
    String pool = RecordDecoder.valid(() -> Keys.checkPool(described.getPool()));
    Descriptor descriptor =
        RecordDecoder.valid(() -> ImageMapping.descriptor(described, timestamp));
    return new Input.ImageInput(
        pool, imageId, ledger -> ledger.describe(pool, imageId, descriptor), Corrections.NONE);
  }

  private static Input label(String imageId, ImageLabelled labelled)
      throws RejectedRecordException {
    String pool = RecordDecoder.valid(() -> Keys.checkPool(labelled.getPool()));
    return new Input.ImageInput(
        pool, imageId, ledger -> ledger.label(pool, imageId), Corrections.NONE);
  }
}
