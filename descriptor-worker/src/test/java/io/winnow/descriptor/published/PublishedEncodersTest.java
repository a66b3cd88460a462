package io.winnow.descriptor.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.EncoderPublished;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PublishedEncodersTest {

  private final Topic<EncoderPublished> topic =
      new TopicCatalog(Map.of("schema.registry.url", "mock://" + UUID.randomUUID())).encoders();

  /** A policy may name it although nobody activated it: it is on every worker. */
  @Test
  void shouldFindABuiltInEncoderThatWasNeverPublished() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.updatePartitions(
        topic.name(),
        List.of(new PartitionInfo(topic.name(), 0, Node.noNode(), new Node[0], new Node[0])));
    consumer.updateBeginningOffsets(Map.of(new TopicPartition(topic.name(), 0), 0L));
    consumer.updateEndOffsets(Map.of(new TopicPartition(topic.name(), 0), 0L));
    try (PublishedEncoders published = new PublishedEncoders(topic, consumer)) {
      for (String name : Encoders.BUILT_IN) {
        String id = Encoders.builtIn(name).encoderId();
        assertThat(published.find(id)).get().extracting(Encoder::encoderId).isEqualTo(id);
      }
      assertThat(published.find("a".repeat(64))).isEmpty();
    }
  }
}
