package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the worker's stages do at the same time, and what becomes of a batch in one of them when
 * something happens. Where stages must overlap, each waits for the other: without the overlap the
 * test never ends, and the time limit fails it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelineTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final WorkerHarness harness = new WorkerHarness(new Batching(2, FOR_EVER, 64));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldPollAndPrepareWhileABatchIsDescribed() {
    CountDownLatch lateImagePrepared = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(lateImagePrepared);
    harness.arrive(images(0, "early", 2));
    AtomicBoolean sent = new AtomicBoolean();

    harness.runUntil(
        () -> {
          if (!harness.encoder.batchSizes.isEmpty() && !sent.getAndSet(true)) {
            harness.arrive(images(1, "late", 2));
          }
          if (prepared() == 4) {
            lateImagePrepared.countDown();
          }
          return harness.describedIds().size() == 4;
        });

    assertThat(harness.describedIds()).containsExactly("early-0", "early-1", "late-0", "late-1");
  }

  @Test
  void shouldDescribeTheNextBatchWhileOneIsCommitted() {
    CountDownLatch bothHandedIn = new CountDownLatch(1);
    CountDownLatch firstCommitBegun = new CountDownLatch(1);
    CountDownLatch secondBatchBegun = new CountDownLatch(1);
    harness.beforeCommit =
        () -> {
          firstCommitBegun.countDown();
          await(secondBatchBegun);
        };
    harness.encoder.beforeBatch =
        number -> {
          if (number == 1) {
            await(bothHandedIn);
          } else {
            secondBatchBegun.countDown();
            await(firstCommitBegun);
          }
        };
    harness.arrive(images(0, "a", 4));

    harness.runUntil(
        () -> {
          if (queued("describe") == 4) {
            bothHandedIn.countDown();
          }
          return harness.producer.commitCount() == 2;
        });

    assertThat(harness.describedIds()).containsExactly("a-0", "a-1", "a-2", "a-3");
    assertThat(harness.committedUpTo(0)).isEqualTo(4);
  }

  @Test
  void shouldCommitTogetherWhatIsDescribedDuringATransaction() {
    CountDownLatch allHandedIn = new CountDownLatch(1);
    CountDownLatch firstCommitBegun = new CountDownLatch(1);
    CountDownLatch fourthBatchBegun = new CountDownLatch(1);
    harness.beforeCommit =
        () -> {
          firstCommitBegun.countDown();
          await(fourthBatchBegun);
        };
    harness.encoder.beforeBatch =
        number -> {
          if (number == 1) {
            await(allHandedIn);
          } else if (number == 2) {
            await(firstCommitBegun);
          } else if (number == 4) {
            fourthBatchBegun.countDown();
          }
        };
    harness.arrive(images(0, "a", 8));

    harness.runUntil(
        () -> {
          if (queued("describe") == 8) {
            allHandedIn.countDown();
          }
          return harness.describedIds().size() == 8;
        });

    // The second transaction holds at least the second and third batch, described meanwhile.
    assertThat(harness.committedOffsets().get(0).get(harness.partition(0)).offset()).isEqualTo(2);
    assertThat(harness.committedOffsets().get(1).get(harness.partition(0)).offset())
        .isGreaterThanOrEqualTo(6);
    assertThat(harness.describedIds()).isEqualTo(ids("a", 8));
    assertThat(harness.encoder.batchSizes).containsExactly(2, 2, 2, 2);
  }

  @Test
  void shouldHandNoMoreThanThirtyTwoImagesInSmallBatchesToTheEncoder() {
    CountDownLatch allPrepared = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(allPrepared);
    harness.arrive(images(0, "a", 20));
    harness.arrive(images(1, "b", 20));
    List<Double> depths = new ArrayList<>();

    harness.runUntil(
        () -> {
          // Looked at a poll after the last image was prepared, with the encoder still held.
          if (prepared() == 40 && allPrepared.getCount() == 1) {
            depths.add(queued("describe"));
            if (queued("batch") == 8) {
              allPrepared.countDown();
            }
          }
          return harness.describedIds().size() == 40;
        });

    assertThat(depths).isNotEmpty().allMatch(depth -> depth <= 32);
    assertThat(harness.encoder.batchSizes).hasSize(20).containsOnly(2);
    assertThat(harness.meters.get("winnow.worker.batch.fill").summary().mean()).isEqualTo(1);
    assertThat(queued("describe")).isZero();
  }

  @Test
  void shouldDescribeThePartsOfABatchAtTheSameTime() {
    harness.encoder.passes = 2;
    CountDownLatch bothBegun = new CountDownLatch(2);
    harness.encoder.beforeBatch =
        number -> {
          bothBegun.countDown();
          await(bothBegun);
        };
    harness.arrive(images(0, "a", 2));

    harness.runUntil(() -> harness.producer.commitCount() == 1);

    assertThat(harness.encoder.batchSizes).containsExactly(1, 1);
    assertThat(harness.meters.get("winnow.worker.batch.fill").summary().mean()).isEqualTo(1);
    assertThat(harness.describedIds()).containsExactly("a-0", "a-1");
    assertThat(firstComponents())
        .containsExactly(FakeEncoder.vector(3, 4)[0], FakeEncoder.vector(4, 4)[0]);
  }

  @Test
  void shouldShareThePassesAmongBatchesOfOneImageAndCommitThemInOrder() {
    WorkerHarness lone = new WorkerHarness(new Batching(1, FOR_EVER, 64));
    lone.encoder.passes = 2;
    CountDownLatch otherDescribed = new CountDownLatch(1);
    lone.encoder.beforePicture =
        width -> {
          if (width == 3) {
            await(otherDescribed);
          } else if (width == 5) {
            // The thread of the first image is held, so this one's has described the second.
            otherDescribed.countDown();
          }
        };
    try {
      lone.arrive(
          List.of(lone.image(0, "a", 3, 4), lone.image(0, "b", 4, 4), lone.image(0, "c", 5, 4)));

      lone.runUntil(() -> lone.describedIds().size() == 3);

      assertThat(lone.encoder.batchSizes).containsExactly(1, 1, 1);
      assertThat(lone.describedIds()).containsExactly("a", "b", "c");
      assertThat(lone.committedUpTo(0)).isEqualTo(3);
    } finally {
      lone.close();
    }
  }

  @Test
  void shouldCommitNothingOfABatchOfWhichAPartFails() {
    harness.encoder.passes = 2;
    harness.encoder.beforePicture =
        width -> {
          if (width == 4) {
            throw new IllegalStateException("native library gave up");
          }
        };
    harness.arrive(images(0, "a", 2));

    assertThatThrownBy(() -> harness.runUntil(() -> false)).hasMessage("native library gave up");

    assertThat(harness.producer.history()).isEmpty();
    assertThat(harness.committedOffsets()).isEmpty();
  }

  @Test
  void shouldCommitNothingWhenFencedBetweenInferenceAndCommit() {
    harness.encoder.beforeBatch = number -> harness.producer.fenceProducer();
    harness.arrive(images(0, "a", 2));

    assertThatExceptionOfType(ProducerFencedException.class)
        .isThrownBy(() -> harness.runUntil(() -> false));

    assertThat(harness.encoder.batchSizes).containsExactly(2);
    assertThat(harness.producer.history()).isEmpty();
    assertThat(harness.committedOffsets()).isEmpty();
  }

  @Test
  void shouldCommitWhatWasDescribedBeforeTheBatchThatFails() {
    harness.encoder.beforeBatch =
        number -> {
          if (number == 2) {
            throw new IllegalStateException("native library gave up");
          }
        };
    harness.arrive(images(0, "a", 6));

    assertThatThrownBy(() -> harness.runUntil(() -> false)).hasMessage("native library gave up");

    assertThat(harness.describedIds()).containsExactly("a-0", "a-1");
    assertThat(harness.committedUpTo(0)).isEqualTo(2);
  }

  @Test
  void shouldStopOnAnErrorOfTheEncoder() {
    harness.encoder.beforeBatch =
        number -> {
          throw new UnsatisfiedLinkError("no native code");
        };
    harness.arrive(images(0, "a", 2));

    assertThatExceptionOfType(UnsatisfiedLinkError.class)
        .isThrownBy(() -> harness.runUntil(() -> false));

    assertThat(harness.producer.history()).isEmpty();
  }

  @Test
  void shouldNotCommitRecordsOfAPartitionThatIsTakenAwayWhileTheyAreDescribed() {
    CountDownLatch rebalanced = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(rebalanced);
    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(images(0, "taken", 1));
    batch.addAll(images(1, "kept", 1));
    harness.arrive(batch);

    harness.runUntil(
        () -> {
          if (!harness.encoder.batchSizes.isEmpty() && rebalanced.getCount() == 1) {
            harness.consumer.schedulePollTask(
                () -> {
                  harness.assign(1);
                  rebalanced.countDown();
                });
          }
          return harness.producer.commitCount() == 1;
        });

    assertThat(harness.describedIds()).containsExactly("kept-0");
    assertThat(harness.committedOffsets())
        .singleElement()
        .satisfies(offsets -> assertThat(offsets).containsOnlyKeys(harness.partition(1)));
  }

  @Test
  void shouldDescribeAgainWhatComesBackWhileItsFirstReadingIsDescribed() {
    CountDownLatch rebalanced = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(rebalanced);
    List<ConsumerRecord<byte[], byte[]>> records = images(0, "a", 2);
    harness.arrive(records);

    harness.runUntil(
        () -> {
          if (!harness.encoder.batchSizes.isEmpty() && rebalanced.getCount() == 1) {
            harness.consumer.schedulePollTask(
                () -> {
                  harness.assign(1);
                  harness.assign(0, 1);
                  records.forEach(harness.consumer::addRecord);
                  rebalanced.countDown();
                });
          }
          return harness.producer.commitCount() == 1;
        });

    assertThat(harness.encoder.batchSizes).containsExactly(2, 2);
    assertThat(harness.describedIds()).containsExactly("a-0", "a-1");
    assertThat(harness.committedUpTo(0)).isEqualTo(2);
  }

  @Test
  void shouldDropTheBatchBehindAnAbortedTransaction() {
    CountDownLatch bothHandedIn = new CountDownLatch(1);
    CountDownLatch secondBatchBegun = new CountDownLatch(1);
    List<ConsumerRecord<byte[], byte[]>> records = images(0, "a", 4);
    AtomicInteger commits = new AtomicInteger();
    harness.encoder.beforeBatch =
        number -> {
          if (number == 1) {
            await(bothHandedIn);
          } else if (number == 2) {
            secondBatchBegun.countDown();
          }
        };
    harness.beforeCommit =
        () -> {
          if (commits.incrementAndGet() == 1) {
            await(secondBatchBegun);
            harness.arrive(records); // MockConsumer forgets them
            throw new KafkaException("try again");
          }
        };
    harness.arrive(records);

    harness.runUntil(
        () -> {
          if (queued("describe") == 4) {
            bothHandedIn.countDown();
          }
          return harness.describedIds().size() == 4;
        });

    assertThat(harness.describedIds()).containsExactly("a-0", "a-1", "a-2", "a-3");
    assertThat(harness.counted("images.described")).isEqualTo(4);
    assertThat(harness.counted("transactions.aborted")).isEqualTo(1);
  }

  @Test
  void shouldFinishTheBatchesAtTheEncoderWhenStopped() {
    CountDownLatch stopped = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(stopped);
    harness.arrive(images(0, "a", 4));

    harness.runUntil(
        () -> {
          boolean busy = queued("describe") == 4;
          if (busy) {
            // The encoder goes on only when the worker no longer polls.
            harness.worker.stop();
            stopped.countDown();
          }
          return busy;
        });

    assertThat(harness.describedIds()).containsExactly("a-0", "a-1", "a-2", "a-3");
    assertThat(harness.committedUpTo(0)).isEqualTo(4);
  }

  @Test
  void shouldLeaveTheEncoderToNobodyWhenItReturns() {
    CountDownLatch failed = new CountDownLatch(1);
    AtomicBoolean encoding = new AtomicBoolean();
    harness.encoder.beforeBatch =
        number -> {
          if (number == 2) {
            encoding.set(true);
            await(failed);
            encoding.set(false);
          }
        };
    harness.beforeCommit =
        () -> {
          harness.producer.fenceProducer();
          failed.countDown();
        };
    harness.arrive(images(0, "a", 4));

    assertThatExceptionOfType(ProducerFencedException.class)
        .isThrownBy(() -> harness.runUntil(() -> false));

    assertThat(encoding).isFalse();
  }

  private List<ConsumerRecord<byte[], byte[]>> images(int partition, String name, int count) {
    List<ConsumerRecord<byte[], byte[]>> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(harness.image(partition, name + "-" + i, 3 + i, 4));
    }
    return images;
  }

  private List<Float> firstComponents() {
    return harness.sent(harness.catalog.descriptors().name()).stream()
        .map(sent -> harness.described(sent).getVector().order(ByteOrder.LITTLE_ENDIAN))
        .map(vector -> vector.getFloat(0))
        .toList();
  }

  private static List<String> ids(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
  }

  private long prepared() {
    return harness.meters.get("winnow.worker.decode.time").timer().count();
  }

  private double queued(String stage) {
    return harness.meters.get("winnow.worker.images.queued").tag("stage", stage).gauge().value();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
