package io.winnow.descriptor.worker;

import static io.winnow.descriptor.worker.WorkerHarness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What becomes of a batch in one of the worker's stages when something fails or its partition is
 * taken away. Where stages must overlap, each waits for the other, under the time limit.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelineFailureTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final WorkerHarness harness =
      new WorkerHarness(new Batching(2, FOR_EVER, Duration.ZERO, 64));

  @AfterEach
  void close() {
    harness.close();
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
    harness.arrive(harness.images(0, "a", 2));

    assertThatThrownBy(() -> harness.runUntil(() -> false)).hasMessage("native library gave up");

    assertThat(harness.producer.history()).isEmpty();
    assertThat(harness.committedOffsets()).isEmpty();
  }

  @Test
  void shouldCommitNothingWhenFencedBetweenInferenceAndCommit() {
    harness.encoder.beforeBatch = number -> harness.producer.fenceProducer();
    harness.arrive(harness.images(0, "a", 2));

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
    harness.arrive(harness.images(0, "a", 6));

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
    harness.arrive(harness.images(0, "a", 2));

    assertThatExceptionOfType(UnsatisfiedLinkError.class)
        .isThrownBy(() -> harness.runUntil(() -> false));

    assertThat(harness.producer.history()).isEmpty();
  }

  @Test
  void shouldNotCommitRecordsOfAPartitionThatIsTakenAwayWhileTheyAreDescribed() {
    CountDownLatch rebalanced = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(rebalanced);
    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(harness.images(0, "taken", 1));
    batch.addAll(harness.images(1, "kept", 1));
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
    List<ConsumerRecord<byte[], byte[]>> records = harness.images(0, "a", 2);
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
    List<ConsumerRecord<byte[], byte[]>> records = harness.images(0, "a", 4);
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
          if (harness.queued("describe") == 4) {
            bothHandedIn.countDown();
          }
          return harness.describedIds().size() == 4;
        });

    assertThat(harness.describedIds()).containsExactly("a-0", "a-1", "a-2", "a-3");
    assertThat(harness.counted("images.described")).isEqualTo(4);
    assertThat(harness.counted("transactions.aborted")).isEqualTo(1);
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
    harness.arrive(harness.images(0, "a", 4));

    assertThatExceptionOfType(ProducerFencedException.class)
        .isThrownBy(() -> harness.runUntil(() -> false));

    assertThat(encoding).isFalse();
  }
}
