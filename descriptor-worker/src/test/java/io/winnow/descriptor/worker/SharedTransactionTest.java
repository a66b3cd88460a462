package io.winnow.descriptor.worker;

import static io.winnow.descriptor.worker.WorkerHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Which described batches go into one transaction. What must not be committed is held by a latch
 * that only a later stage opens: where that never happens, the time limit fails the test.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedTransactionTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private WorkerHarness harness = new WorkerHarness(new Batching(2, FOR_EVER, Duration.ZERO, 64));

  @AfterEach
  void close() {
    harness.close();
  }

  private void use(Batching batching) {
    harness.close();
    harness = new WorkerHarness(batching);
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
    harness.arrive(harness.images(0, "a", 8));

    harness.runUntil(
        () -> {
          if (harness.queued("describe") == 8) {
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
  void shouldLetADescribedBatchWaitForTheOneThatIsBeingDescribed() {
    use(new Batching(2, FOR_EVER, FOR_EVER, 64));
    CountDownLatch polledAgain = new CountDownLatch(1);
    harness.encoder.beforeBatch =
        number -> {
          if (number == 2) {
            await(polledAgain);
          }
        };
    harness.arrive(harness.images(0, "a", 4));
    int[] pollsWithABatchDescribed = {0};

    harness.runUntil(
        () -> {
          if (harness.encoder.batchSizes.size() == 2 && ++pollsWithABatchDescribed[0] == 3) {
            polledAgain.countDown();
          }
          return harness.describedIds().size() == 4;
        });

    assertThat(harness.committedOffsets()).hasSize(1);
    assertThat(harness.committedUpTo(0)).isEqualTo(4);
  }

  @Test
  void shouldCommitADescribedBatchThatHasWaitedForTheInterval() {
    use(new Batching(2, FOR_EVER, Duration.ofMillis(50), 64));
    CountDownLatch firstCommitted = new CountDownLatch(1);
    harness.encoder.beforeBatch =
        number -> {
          if (number == 2) {
            await(firstCommitted);
          }
        };
    harness.arrive(harness.images(0, "a", 4));

    harness.runUntil(
        () -> {
          if (harness.committedUpTo(0) == 2) {
            firstCommitted.countDown();
          }
          return harness.describedIds().size() == 4;
        });

    assertThat(harness.describedIds()).isEqualTo(ids("a", 4));
    assertThat(harness.committedOffsets()).hasSize(2);
  }

  @Test
  void shouldCommitWhenHalfAsManyAreDescribedAsMayBeInFlight() {
    use(new Batching(2, FOR_EVER, FOR_EVER, 8));
    CountDownLatch firstCommitted = new CountDownLatch(1);
    harness.encoder.beforeBatch =
        number -> {
          if (number == 3) {
            await(firstCommitted);
          }
        };
    harness.arrive(harness.images(0, "a", 6));

    harness.runUntil(
        () -> {
          if (harness.committedUpTo(0) == 4) {
            firstCommitted.countDown();
          }
          return harness.describedIds().size() == 6;
        });

    assertThat(harness.describedIds()).isEqualTo(ids("a", 6));
    assertThat(harness.committedOffsets()).hasSize(2);
  }

  @Test
  void shouldReadOnWhileDescribedImagesWait() {
    use(new Batching(2, FOR_EVER, FOR_EVER, 8));
    CountDownLatch resumed = new CountDownLatch(1);
    harness.encoder.beforeBatch =
        number -> {
          if (number == 2) {
            await(resumed);
          }
        };
    // The share of a partition is four: all of them in flight, until two are described.
    harness.arrive(harness.images(0, "a", 4));

    harness.runUntil(
        () -> {
          if (harness.encoder.batchSizes.size() == 2 && harness.consumer.paused().isEmpty()) {
            resumed.countDown();
          }
          return harness.describedIds().size() == 4;
        });

    assertThat(harness.committedOffsets()).hasSize(1);
  }

  @Test
  void shouldCommitALoneImageAtOnce() {
    use(new Batching(1, FOR_EVER, FOR_EVER, 64));
    harness.arrive(harness.images(0, "a", 1));

    harness.runUntil(() -> harness.committedUpTo(0) == 1);

    assertThat(harness.describedIds()).containsExactly("a-0");
  }

  private static List<String> ids(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
  }
}
