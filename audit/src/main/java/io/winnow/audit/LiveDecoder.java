package io.winnow.audit;

import io.winnow.audit.UndecodedInputs.Place;
import io.winnow.schemas.serde.UnknownSchemaIdException;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.intake.PoolIntake;
import io.winnow.streams.intake.RejectedRecordException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decodes a pool's inputs to what the live application made of them. What a record says decides for
 * both alike, but for one thing: which schemas the registry knew, and that the dead letters tell.
 * Thread-safe.
 */
final class LiveDecoder {

  private final PoolIntake intake;
  private final UndecodedInputs undecoded;
  // The first by place, not by time: partitions are replayed side by side.
  private final AtomicReference<Unknown> unknownHere = new AtomicReference<>();

  /** A record whose schema is unknown here. */
  private record Unknown(Place place, String message) {}

  LiveDecoder(TopicCatalog topics, RecordSource source) {
    this.intake = new PoolIntake(topics);
    this.undecoded = source.undecoded(topics.deadLetters().name());
  }

  /** Returns the names of the topics that are keyed by image. */
  List<String> imageTopics() {
    return intake.topics().stream().filter(intake::keyedByImage).toList();
  }

  /** Returns what the record asked for; empty for what became a dead letter. */
  Optional<PoolIntake.Input> decode(String topic, int partition, StoredRecord record) {
    Place place = new Place(topic, partition, record.offset());
    if (undecoded.records().contains(place)) {
      return Optional.empty();
    }
    try {
      return Optional.of(intake.decode(topic, record.key(), record.value(), record.timestamp()));
    } catch (RejectedRecordException e) {
      if (e.getCause() != null && e.getCause().getCause() instanceof UnknownSchemaIdException) {
        unknownHere.accumulateAndGet(
            new Unknown(place, e.getCause().getCause().getMessage()), LiveDecoder::first);
      }
      return Optional.empty();
    }
  }

  /**
   * Says what may be the reason where a replay comes to another result than the live application.
   */
  Optional<String> doubt() {
    Unknown unknown = unknownHere.get();
    if (unknown != null) {
      return Optional.of(
          unknown.place()
              + ": "
              + unknown.message()
              + " here, while no dead letter says that it was unknown then");
    }
    return undecoded.expired()
        ? Optional.of(
            "early dead letters have expired: records whose schema was unknown then may count here")
        : Optional.empty();
  }

  private static Unknown first(Unknown known, Unknown other) {
    return known == null || known.place().compareTo(other.place()) > 0 ? other : known;
  }
}
