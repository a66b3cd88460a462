package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.image.TestImages;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.deadletter.DeadLetters;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DescriptorWorkerTest {

  private static final Batching EAGER = new Batching(8, Duration.ZERO, 64);
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
    assertThat(lastCommitted(0)).isEqualTo(3);
    assertThat(lastCommitted(1)).isEqualTo(1);
    assertThat(harness.committedOffsets()).hasSize((int) harness.producer.commitCount());
    assertThat(harness.counted("images.described")).isEqualTo(4);
  }

  @Test
  void shouldSendPoisonToTheDeadLettersAndDescribeTheRest() throws Exception {
    byte[] png = TestImages.png(1);
    List<ConsumerRecord<byte[], byte[]>> poison = new ArrayList<>();
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    all.add(harness.image(0, "first", 3, 4));
    poison.add(harness.raw(0, utf8("garbage"), utf8("no avro")));
    poison.add(harness.raw(0, utf8("tombstone"), null));
    poison.add(harness.raw(0, utf8("unknown-schema"), new byte[] {0, 0, 1, 2, 3, 4}));
    poison.add(harness.raw(0, null, harness.value(WorkerHarness.inline("pool", png))));
    poison.add(harness.avro(0, "line\nbreak", WorkerHarness.inline("pool", png)));
    poison.add(harness.avro(0, "bad-pool", WorkerHarness.inline("a/b", png)));
    poison.add(
        harness.avro(0, "neither", new ImageReceived("pool", null, null, null, null, Map.of())));
    poison.add(harness.avro(0, "file", at("file:///etc/passwd")));
    poison.add(harness.avro(0, "host", at("http://example.org/x.png")));
    poison.add(harness.avro(0, "too-large", WorkerHarness.inline("pool", new byte[100_001])));
    poison.add(harness.avro(0, "truncated", WorkerHarness.inline("pool", Arrays.copyOf(png, 300))));
    poison.add(
        harness.avro(
            0, "bomb", WorkerHarness.inline("pool", TestImages.pngClaiming(50_000, 50_000))));
    poison.add(harness.image(0, "degenerate", 1, 1));
    all.addAll(poison);
    all.add(harness.image(0, "last", 5, 6));
    harness.arrive(all);

    harness.runUntil(() -> harness.producer.history().size() == all.size());

    assertThat(harness.describedIds()).containsExactly("first", "last");
    List<ProducerRecord<byte[], byte[]>> letters = harness.sent("winnow.dead-letters");
    assertThat(letters).hasSameSizeAs(poison);
    for (int i = 0; i < letters.size(); i++) {
      assertThat(letters.get(i).key()).isEqualTo(poison.get(i).key());
      assertThat(letters.get(i).value()).isEqualTo(poison.get(i).value());
      assertThat(WorkerHarness.header(letters.get(i), DeadLetters.SOURCE_OFFSET))
          .isEqualTo(Long.toString(poison.get(i).offset()));
      assertThat(WorkerHarness.header(letters.get(i), DeadLetters.STAGE)).isEqualTo("worker");
    }
    assertThat(letters)
        .extracting(letter -> WorkerHarness.header(letter, DeadLetters.REASON))
        .satisfiesExactly(
            reason -> assertThat(reason).contains("not Avro"),
            reason -> assertThat(reason).contains("tombstone"),
            reason -> assertThat(reason).contains("schema"),
            reason -> assertThat(reason).contains("no key"),
            reason -> assertThat(reason).contains("control character U+000A"),
            reason -> assertThat(reason).contains("'a/b'"),
            reason -> assertThat(reason).isEqualTo("neither uri nor bytes is set"),
            reason -> assertThat(reason).contains("file:///etc/passwd", "file.root"),
            reason -> assertThat(reason).contains("http://example.org/x.png", "http.hosts"),
            reason -> assertThat(reason).contains("more than 100000 bytes"),
            reason -> assertThat(reason).contains("cannot be decoded"),
            reason -> assertThat(reason).contains("50000x50000"),
            reason -> assertThat(reason).contains("no descriptor"));
    assertThat(lastCommitted(0)).isEqualTo(all.size());
    assertThat(harness.counted("images.described")).isEqualTo(2);
    assertThat(harness.counted("images.rejected", "kind", "malformed-record")).isEqualTo(3);
    assertThat(harness.counted("images.rejected", "kind", "invalid-name")).isEqualTo(3);
    assertThat(harness.counted("images.rejected", "kind", "invalid-source")).isEqualTo(1);
    assertThat(harness.counted("images.rejected", "kind", "forbidden-source")).isEqualTo(2);
    assertThat(harness.counted("images.rejected", "kind", "too-many-bytes")).isEqualTo(1);
    assertThat(harness.counted("images.rejected", "kind", "too-many-pixels")).isEqualTo(1);
    assertThat(harness.counted("images.rejected", "kind", "undecodable")).isEqualTo(1);
    assertThat(harness.counted("images.rejected", "kind", "degenerate")).isEqualTo(1);
  }

  @Test
  void shouldRejectWhenAttributesDoNotFitTheDescriptorTopic() {
    ImageReceived image =
        new ImageReceived(
            "pool",
            null,
            ByteBuffer.wrap(TestImages.png(1)),
            null,
            null,
            Map.of("notes", "x".repeat(2 * 1024 * 1024)));
    harness.arrive(List.of(harness.avro(0, "talkative", image)));

    harness.runUntil(() -> harness.producer.commitCount() == 1);

    ProducerRecord<byte[], byte[]> letter = harness.sent("winnow.dead-letters").get(0);
    assertThat(WorkerHarness.header(letter, DeadLetters.REASON))
        .contains("winnow.descriptors", "talkative", "limit 1048576");
  }

  @Test
  void shouldLeaveTheValueOutWhenItDoesNotFitTheDeadLetterTopic() {
    byte[] huge = new byte[17 * 1024 * 1024];
    harness.arrive(List.of(harness.raw(0, utf8("huge"), huge)));

    harness.runUntil(() -> harness.producer.commitCount() == 1);

    ProducerRecord<byte[], byte[]> letter = harness.sent("winnow.dead-letters").get(0);
    assertThat(letter.value()).isNull();
    assertThat(WorkerHarness.header(letter, DeadLetters.REASON))
        .endsWith("(value of 17825792 bytes left out)");
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
    use(new WorkerHarness(new Batching(2, FOR_EVER, 64)));
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      records.add(harness.image(0, "image-" + i, 3 + i, 4));
    }
    harness.arrive(records);

    harness.runUntil(() -> harness.producer.commitCount() == 2 && allPrepared(5));

    assertThat(harness.encoder.batchSizes).containsExactly(2, 2, 1);
    assertThat(harness.describedIds()).hasSize(5);
    assertThat(lastCommitted(0)).isEqualTo(5);
  }

  private boolean allPrepared(int count) {
    return harness.meters.get("winnow.worker.decode.time").timer().count() == count;
  }

  @Test
  void shouldReadAgainWhenTransactionIsAborted() {
    harness.arrive(List.of(harness.image(0, "a", 3, 4), harness.image(0, "b", 5, 6)));
    harness.producer.commitTransactionException = new KafkaException("try again");

    harness.runUntil(
        () -> {
          if (harness.counted("transactions.aborted") == 1
              && harness.producer.commitTransactionException != null) {
            harness.producer.commitTransactionException = null;
            harness.arrive(
                List.of(again("a", 0, 3, 4), again("b", 1, 5, 6))); // MockConsumer forgets them
          }
          return harness.producer.commitCount() > 0 && harness.describedIds().size() == 2;
        });

    assertThat(harness.describedIds()).containsExactly("a", "b");
    assertThat(harness.counted("images.described")).isEqualTo(2);
    assertThat(harness.counted("transactions.aborted")).isEqualTo(1);
    assertThat(lastCommitted(0)).isEqualTo(2);
  }

  private ConsumerRecord<byte[], byte[]> again(String id, long offset, int width, int height) {
    ConsumerRecord<byte[], byte[]> image = harness.image(0, id, width, height);
    return new ConsumerRecord<>(image.topic(), 0, offset, image.key(), image.value());
  }

  @Test
  void shouldRewindToTheCommittedOffsetWhenTransactionIsAborted() {
    // What another worker has committed meanwhile.
    harness.consumer.schedulePollTask(
        () -> harness.consumer.commitSync(Map.of(harness.partition(0), new OffsetAndMetadata(1))));
    harness.arrive(List.of(harness.image(0, "a", 3, 4), harness.image(0, "b", 5, 6)));
    harness.producer.sendOffsetsToTransactionException = new CommitFailedException();

    harness.runUntil(() -> harness.counted("transactions.aborted") == 1);

    assertThat(harness.consumer.position(harness.partition(0))).isEqualTo(1);
    assertThat(harness.consumer.position(harness.partition(1))).isZero();
    assertThat(harness.producer.history()).isEmpty();
  }

  @Test
  void shouldFailWhenEveryTransactionIsAborted() {
    harness.producer.commitTransactionException = new KafkaException("disk full");
    harness.arrive(List.of(harness.image(0, "a", 3, 4)));

    assertThatThrownBy(
            () ->
                harness.runUntil(
                    () -> {
                      if (harness.consumer.position(harness.partition(0)) == 0) {
                        harness.arrive(List.of(again("a", 0, 3, 4)));
                      }
                      return false;
                    }))
        .hasMessage("10 transactions in a row were aborted, the last one: disk full");

    assertThat(harness.counted("transactions.aborted")).isEqualTo(10);
    assertThat(harness.producer.history()).isEmpty();
  }

  @Test
  void shouldFailWhenFenced() {
    harness.arrive(List.of(harness.image(0, "a", 3, 4)));
    harness.producer.fenceProducer();

    assertThatExceptionOfType(ProducerFencedException.class)
        .isThrownBy(() -> harness.runUntil(() -> false));

    assertThat(harness.producer.history()).isEmpty();
    assertThat(harness.producer.transactionAborted()).isFalse();
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
    use(new WorkerHarness(new Batching(8, Duration.ZERO, 4)));
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

  private long lastCommitted(int partition) {
    return harness.committedOffsets().stream()
        .map(offsets -> offsets.get(harness.partition(partition)))
        .filter(offset -> offset != null)
        .mapToLong(OffsetAndMetadata::offset)
        .max()
        .orElse(0);
  }

  private static ImageReceived at(String uri) {
    return new ImageReceived("pool", uri, null, null, null, Map.of());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
