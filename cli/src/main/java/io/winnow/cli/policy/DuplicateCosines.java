package io.winnow.cli.policy;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.published.PieceCollector;
import io.winnow.schemas.EncoderPublished;
import java.util.Optional;

/** The duplicate cosines of encoders that are built in or published, by their ids. */
final class DuplicateCosines {

  private final Cluster cluster;

  DuplicateCosines(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The cosine from which an encoder takes images for near-duplicates, as calibrated when it was
   * fitted.
   *
   * @return empty if the encoder is neither built in nor complete in the encoders topic, or its
   *     cosine was measured on too few images
   * @throws io.winnow.descriptor.encoder.EncoderException if the published pieces do not make it
   */
  Optional<Double> of(String encoderId) {
    return Encoders.builtInWithId(encoderId)
        .or(() -> published(encoderId))
        .flatMap(encoder -> encoder.fit().duplicateCosine().ifPlausible());
  }

  private Optional<Encoder> published(String encoderId) {
    PieceCollector pieces = new PieceCollector(encoderId);
    try (TopicReader<EncoderPublished> reader =
        new TopicReader<>(cluster, cluster.catalog().encoders())) {
      reader.readAll(
          (key, piece) -> {
            if (pieces.wants(key)) {
              pieces.take(key, piece);
            }
          });
    }
    return pieces.encoder();
  }
}
