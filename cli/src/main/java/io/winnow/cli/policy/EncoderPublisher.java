package io.winnow.cli.policy;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.RecordPublisher;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.published.EncoderPieces;
import io.winnow.descriptor.published.PieceCollector;
import io.winnow.schemas.EncoderPublished;
import io.winnow.schemas.topic.Topic;
import java.util.List;

/** Brings an encoder's file into the topic of encoders. */
public final class EncoderPublisher {

  private EncoderPublisher() {}

  /**
   * Publishes what is not there yet, and waits until Kafka has it.
   *
   * @return number of pieces published; 0 if all were there
   */
  public static int publish(Cluster cluster, RecordPublisher publisher, Encoder encoder) {
    Topic<EncoderPublished> topic = cluster.catalog().encoders();
    PieceCollector there = new PieceCollector(encoder.encoderId());
    try (TopicReader<EncoderPublished> reader = new TopicReader<>(cluster, topic)) {
      reader.readAll(
          (key, piece) -> {
            if (there.wants(key)) {
              there.take(key, piece);
            }
          });
    }
    List<EncoderPublished> pieces = EncoderPieces.of(encoder, topic.maxMessageBytes());
    if (there.complete() && there.fileSha256().equals(pieces.get(0).getSha256())) {
      return 0;
    }
    for (EncoderPublished piece : pieces) {
      publisher.publish(
          topic.record(EncoderPieces.key(piece.getEncoderId(), piece.getChunk()), piece));
    }
    publisher.flush();
    return pieces.size();
  }
}
