package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.image.TestImages;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.serde.RegistryUnavailableException;
import io.winnow.schemas.topic.Partitions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DescriptorWorkerTest {

  private static final Batching EAGER = new Batching(8, Duration.ZERO, Duration.ZERO, 64);
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private WorkerHarness harness = new WorkerHarness(EAGER);

  @AfterEach
  void close() {
    harness.close();
  }

  private void use(WorkerHarness other) {
    harness.close();
    harness = other;
  }

  @Test
  void shouldLeaveOtherPoolsAloneWhenItDescribesOne() {
    use(new WorkerHarness(EAGER, null, new LoopScope("mine")));
    byte[] png = TestImages.encode(TestImages.noise(3, 4, BufferedImage.TYPE_3BYTE_BGR, 1), "png");
    harness.arrive(
        List.of(
            harness.avro(0, "other", WorkerHarness.inline("other", png)),
            harness.avro(0, "mine", WorkerHarness.inline("mine", png)),
            harness.raw(0, "nobody's".getBytes(StandardCharsets.UTF_8), new byte[] {1}),
            harness.avro(0, "other-bad", WorkerHarness.inline("other", new byte[] {1})),
            harness.avro(0, "mine-bad", WorkerHarness.inline("mine", new byte[] {1}))));

    harness.runUntil(() -> harness.committedUpTo(0) == 5);

    assertThat(harness.describedIds()).containsExactly("mine");
    assertThat(harness.sent(harness.catalog.deadLetters().name()))
        .extracting(WorkerHarness::key)
        .containsExactly("mine-bad");
  }

  @Test
  void shouldWriteDescriptorWithEverythingDownstreamNeeds() throws Exception {
    ConsumerRecord<byte[], byte[]> record = harness.image(0, "image-1", 30, 40);
    harness.arrive(List.of(record));

    harness.runUntil(() -> harness.producer.commitCount() == 1);

    ProducerRecord<byte[], byte[]> sent = harness.producer.history().get(0);
    assertThat(sent.topic()).isEqualTo("winnow.descriptors");
    assertThat(sent.partition()).isEqualTo(Partitions.of("image-1", WorkerHarness.PARTITIONS));
    assertThat(sent.timestamp()).isEqualTo(WorkerHarness.TIMESTAMP);
    assertThat(WorkerHarness.key(sent)).isEqualTo("image-1");
    ImageDescribed described = harness.described(sent);
    assertThat(described.getPool()).isEqualTo("pool");
    assertThat(described.getEncoderId()).isEqualTo(FakeEncoder.ID);
    assertThat(described.getAttributes()).isEqualTo(Map.of("camera", "7"));
    assertThat(described.getImage().getWidth()).isEqualTo(30);
    assertThat(described.getImage().getHeight()).isEqualTo(40);
    assertThat(described.getImage().getUri()).isNull();
    ByteBuffer vector = described.getVector().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(vector.remaining()).isEqualTo(8);
    assertThat(vector.getFloat()).isEqualTo(0.6f);
    assertThat(vector.getFloat()).isEqualTo(0.8f);
    ImageReceived image =
        harness.catalog.images().valueSerde().deserializer().deserialize("", record.value());
    byte[] encoded = new byte[image.getBytes().remaining()];
    image.getBytes().get(encoded);
    assertThat(described.getImage().getSha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded)));
  }

  @Test
  void shouldCommitOutputsAndOffsetsTogetherAndKeepOrder() {
    harness.arrive(
        List.of(
            harness.image(0, "a0", 3, 4),
            harness.image(0, "a1", 5, 6),
            harness.image(1, "b0", 7, 8),
            harness.image(0, "a2", 9, 10)));

    harness.runUntil(() -> harness.producer.history().size() == 4);

    assertThat(harness.describedIds()).containsSubsequence("a0", "a1", "a2").contains("b0");
    assertThat(harness.committedUpTo(0)).isEqualTo(3);
    assertThat(harness.committedUpTo(1)).isEqualTo(1);
    assertThat(harness.committedOffsets()).hasSize((int) harness.producer.commitCount());
    assertThat(harness.counted("images.described")).isEqualTo(4);
  }

  @Test
  void shouldFailWithoutCommitWhenTheRegistryIsDown() {
    use(
        new WorkerHarness(
            EAGER,
            (topic, value) -> {
              throw new RegistryUnavailableException("registry is down", new IOException());
            }));
    harness.arrive(List.of(harness.image(0, "a", 3, 4)));

    assertThatThrownBy(() -> harness.runUntil(() -> false))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessage("registry is down");

    assertThat(harness.producer.history()).isEmpty();
    assertThat(harness.committedOffsets()).isEmpty();
  }

  @Test
  void shouldFailWithoutCommitWhenSomethingUnforeseenHappens() {
    use(
        new WorkerHarness(
            EAGER,
            (topic, value) -> {
              throw new UnsupportedOperationException("bug");
            }));
    harness.arrive(List.of(harness.image(0, "a", 3, 4)));

    assertThatThrownBy(() -> harness.runUntil(() -> false))
        .hasMessageContaining("preparing offset 0 of winnow.images-0 failed")
        .hasMessageContaining("bug");

    assertThat(harness.producer.history()).isEmpty();
  }

  @Test
  void shouldBatchBySizeAndFinishTheRestWhenStopped() {
    use(new WorkerHarness(new Batching(2, FOR_EVER, Duration.ZERO, 64)));
    harness.arrive(harness.images(0, "image", 5));

    harness.runUntil(() -> harness.describedIds().size() == 4 && harness.prepared() == 5);

    assertThat(harness.encoder.batchSizes).containsExactly(2, 2, 1);
    assertThat(harness.describedIds()).hasSize(5);
    assertThat(harness.committedUpTo(0)).isEqualTo(5);
  }

  @Test
  void shouldCommitOtherPartitionsWhileOneWaitsForASlowImage() {
    CountDownLatch slow = harness.encoder.holdBackWidth(99);
    harness.arrive(
        List.of(
            harness.image(0, "slow", 99, 4),
            harness.image(0, "behind", 5, 6),
            harness.image(1, "other", 7, 8)));

    harness.runUntil(
        () -> {
          if (harness.describedIds().equals(List.of("other"))) {
            slow.countDown();
          }
          return harness.describedIds().size() == 3;
        });

    assertThat(harness.describedIds()).containsExactly("other", "slow", "behind");
  }

  @Test
  void shouldPauseOnlyThePartitionThatHasUsedUpItsShare() {
    use(new WorkerHarness(new Batching(8, Duration.ZERO, Duration.ZERO, 4)));
    CountDownLatch slow = harness.encoder.holdBackWidth(99);
    harness.arrive(
        List.of(
            harness.image(0, "slow", 99, 4),
            harness.image(0, "behind", 5, 6),
            harness.image(1, "other", 7, 8)));
    List<Object> pausedMeanwhile = new ArrayList<>();

    harness.runUntil(
        () -> {
          if (harness.describedIds().equals(List.of("other")) && pausedMeanwhile.isEmpty()) {
            pausedMeanwhile.addAll(harness.consumer.paused());
            slow.countDown();
          }
          return harness.describedIds().size() == 3 && harness.consumer.paused().isEmpty();
        });

    assertThat(pausedMeanwhile).containsExactly(harness.partition(0));
  }

  @Test
  void shouldForgetRecordsOfRevokedPartitions() {
    harness.encoder.holdBackWidth(99);
    harness.arrive(List.of(harness.image(0, "slow", 99, 4), harness.image(0, "behind", 5, 6)));
    harness.consumer.schedulePollTask(() -> harness.assign(1));
    harness.arrive(List.of(harness.image(1, "other", 7, 8)));

    harness.runUntil(() -> harness.producer.commitCount() == 1);

    assertThat(harness.describedIds()).containsExactly("other");
    assertThat(harness.committedOffsets()).hasSize(1);
    assertThat(harness.committedOffsets().get(0)).containsOnlyKeys(harness.partition(1));
  }
}
