package io.winnow.descriptor.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PolicyFollowerTest {

  private static final String DEFAULT = "d".repeat(64);
  private static final String OTHER = "e".repeat(64);
  private static final String NEXT = "f".repeat(64);
  private static final Duration NO_WAIT = Duration.ZERO;

  private final Topic<PoolPolicy> topic =
      new TopicCatalog(Map.of("schema.registry.url", "mock://" + UUID.randomUUID())).policies();
  private final TopicPartition partition = new TopicPartition(topic.name(), 0);
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private long offset;

  @Test
  void shouldWantEveryEncoderThatAPolicyNamesBesidesTheDefaultOne() {
    PolicyFollower follower = follower(0);
    arrive("stays", policy(DEFAULT, null));
    arrive("other", policy(OTHER, null));
    arrive("goes over", policy(DEFAULT, NEXT));
    arrive("comes-back", policy(OTHER, DEFAULT));
    arrive("goes-over", policy(DEFAULT, NEXT));

    follower.poll(NO_WAIT);

    assertThat(follower.wanted())
        .containsExactly(
            new PoolEncoder("comes-back", OTHER),
            new PoolEncoder("goes-over", NEXT),
            new PoolEncoder("other", OTHER));
  }

  @Test
  void shouldForgetAPoolWhosePolicyChangesOrEnds() {
    PolicyFollower follower = follower(0);
    arrive("a", policy(OTHER, NEXT));
    arrive("b", policy(OTHER, null));
    follower.poll(NO_WAIT);
    assertThat(follower.wanted()).hasSize(3);

    arrive("a", policy(NEXT, null));
    arrive("b", null);
    follower.poll(NO_WAIT);

    assertThat(follower.wanted()).containsExactly(new PoolEncoder("a", NEXT));
  }

  @Test
  void shouldKeepThePolicyBeforeWhenARecordIsNone() {
    PolicyFollower follower = follower(0);
    arrive("a", policy(OTHER, null));
    arriveRaw("a", "no avro".getBytes(UTF_8));
    arrive("a", policy("not hex", null));

    follower.poll(NO_WAIT);

    assertThat(follower.wanted()).containsExactly(new PoolEncoder("a", OTHER));
  }

  @Test
  void shouldSayWhetherItHasReadAllThatWasThereAtTheStart() {
    PolicyFollower follower = follower(2);
    arrive("a", policy(OTHER, null));
    follower.poll(NO_WAIT);
    assertThat(follower.caughtUp()).isFalse();

    arrive("b", policy(OTHER, null));
    follower.poll(NO_WAIT);

    assertThat(follower.caughtUp()).isTrue();
  }

  private PolicyFollower follower(long end) {
    Node node = new Node(0, "localhost", 9092);
    Node[] nodes = {node};
    consumer.updatePartitions(
        topic.name(), List.of(new PartitionInfo(topic.name(), 0, node, nodes, nodes)));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, end));
    return new PolicyFollower(topic, consumer, DEFAULT);
  }

  private static PoolPolicy policy(String current, String next) {
    return PoolPolicy.newBuilder()
        .setBudget(1)
        .setEncoderId(current)
        .setDescriptorSize(2)
        .setNextEncoderId(next)
        .setNextDescriptorSize(next == null ? null : 2)
        .build();
  }

  private void arrive(String pool, PoolPolicy policy) {
    arriveRaw(pool, topic.record(pool, policy).value());
  }

  private void arriveRaw(String pool, byte[] value) {
    consumer.addRecord(
        new ConsumerRecord<>(topic.name(), 0, offset++, pool.getBytes(UTF_8), value));
  }
}
