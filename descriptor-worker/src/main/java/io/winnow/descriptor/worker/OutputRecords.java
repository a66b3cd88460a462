package io.winnow.descriptor.worker;

import io.winnow.descriptor.image.RejectionKind;
import io.winnow.descriptor.worker.Outcome.Described;
import io.winnow.descriptor.worker.Outcome.Rejected;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.serde.OversizedValueException;
import io.winnow.schemas.topic.Partitions;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the one record that leaves the worker for every record that came in. */
final class OutputRecords {

  private final Topic<ImageDescribed> descriptors;
  private final Topic<byte[]> deadLetterTopic;
  private final DeadLetters deadLetters;
  private final int partitions;
  private final String encoderId;

  /**
   * @param partitions partition count of the descriptor topic
   */
  OutputRecords(TopicCatalog catalog, int partitions, String encoderId) {
    this.descriptors = catalog.descriptors();
    this.deadLetterTopic = catalog.deadLetters();
    this.deadLetters = new DeadLetters(deadLetterTopic, "worker");
    this.partitions = partitions;
    this.encoderId = encoderId;
  }

  /**
   * A record to send.
   *
   * @param source what it was made of
   * @param rejection why, if it is a dead letter
   */
  record Output(
      ConsumerRecord<byte[], byte[]> source,
      ProducerRecord<byte[], byte[]> record,
      Optional<Rejected> rejection) {}

  /** The descriptor record, or the dead letter. */
  Output of(ConsumerRecord<byte[], byte[]> source, Outcome outcome) {
    if (outcome instanceof Rejected rejected) {
      return deadLetter(source, rejected);
    }
    if (outcome instanceof Described described) {
      try {
        return new Output(source, descriptor(source, described), Optional.empty());
      } catch (OversizedValueException e) {
        // The vector is small; only the image's own attributes can have made the value too large.
        return deadLetter(source, Rejected.of(RejectionKind.TOO_MANY_BYTES, e));
      }
    }
    throw new IllegalStateException(
        "offset %d of %s-%d was not described"
            .formatted(source.offset(), source.topic(), source.partition()));
  }

  private ProducerRecord<byte[], byte[]> descriptor(
      ConsumerRecord<byte[], byte[]> source, Described described) {
    ImageDescribed value =
        new ImageDescribed(
            described.image().getPool(),
            encoderId,
            littleEndian(described.vector()),
            described.ref(),
            described.image().getCapturedAt(),
            described.image().getAttributes());
    // Not by the image's own partition: a foreign producer may have put it elsewhere than murmur2.
    int partition = Partitions.of(described.imageId(), partitions);
    return descriptors.record(partition, source.timestamp(), described.imageId(), value);
  }

  private Output deadLetter(ConsumerRecord<byte[], byte[]> source, Rejected rejected) {
    boolean fits =
        source.value() == null || source.value().length <= deadLetterTopic.maxMessageBytes();
    // Compressed batches can carry more than the topic takes from us; such a record must not block
    // the partition for ever.
    ConsumerRecord<byte[], byte[]> letter = fits ? source : withoutValue(source);
    String reason =
        fits
            ? rejected.reason()
            : rejected.reason() + " (value of " + source.value().length + " bytes left out)";
    ProducerRecord<byte[], byte[]> record =
        rejected
            .cause()
            .map(cause -> deadLetters.of(letter, reason, cause))
            .orElseGet(() -> deadLetters.of(letter, reason));
    return new Output(source, record, Optional.of(rejected));
  }

  private static ConsumerRecord<byte[], byte[]> withoutValue(
      ConsumerRecord<byte[], byte[]> source) {
    return new ConsumerRecord<>(
        source.topic(),
        source.partition(),
        source.offset(),
        source.timestamp(),
        source.timestampType(),
        source.serializedKeySize(),
        ConsumerRecord.NULL_SIZE,
        source.key(),
        null,
        source.headers(),
        source.leaderEpoch());
  }

  private static ByteBuffer littleEndian(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes;
  }
}
