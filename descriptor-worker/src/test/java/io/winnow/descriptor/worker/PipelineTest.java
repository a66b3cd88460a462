package io.winnow.descriptor.worker;

import static io.winnow.descriptor.worker.WorkerHarness.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the worker's stages do at the same time. Where stages must overlap, each waits for the
 * other: without the overlap the test never ends, and the time limit fails it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipelineTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final WorkerHarness harness =
      new WorkerHarness(new Batching(2, FOR_EVER, Duration.ZERO, 64));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldPollAndPrepareWhileABatchIsDescribed() {
    CountDownLatch lateImagePrepared = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(lateImagePrepared);
    harness.arrive(harness.images(0, "early", 2));
    AtomicBoolean sent = new AtomicBoolean();

    harness.runUntil(
        () -> {
          if (!harness.encoder.batchSizes.isEmpty() && !sent.getAndSet(true)) {
            harness.arrive(harness.images(1, "late", 2));
          }
          if (harness.prepared() == 4) {
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
    harness.arrive(harness.images(0, "a", 4));

    harness.runUntil(
        () -> {
          if (harness.queued("describe") == 4) {
            bothHandedIn.countDown();
          }
          return harness.producer.commitCount() == 2;
        });

    assertThat(harness.describedIds()).containsExactly("a-0", "a-1", "a-2", "a-3");
    assertThat(harness.committedUpTo(0)).isEqualTo(4);
  }

  @Test
  void shouldHandNoMoreThanThirtyTwoImagesInSmallBatchesToTheEncoder() {
    CountDownLatch allPrepared = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(allPrepared);
    harness.arrive(harness.images(0, "a", 20));
    harness.arrive(harness.images(1, "b", 20));
    List<Double> depths = new ArrayList<>();

    harness.runUntil(
        () -> {
          // Looked at a poll after the last image was prepared, with the encoder still held.
          if (harness.prepared() == 40 && allPrepared.getCount() == 1) {
            depths.add(harness.queued("describe"));
            if (harness.queued("batch") == 8) {
              allPrepared.countDown();
            }
          }
          return harness.describedIds().size() == 40;
        });

    assertThat(depths).isNotEmpty().allMatch(depth -> depth <= 32);
    assertThat(harness.encoder.batchSizes).hasSize(20).containsOnly(2);
    assertThat(harness.meters.get("winnow.worker.batch.fill").summary().mean()).isEqualTo(1);
    assertThat(harness.queued("describe")).isZero();
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
    harness.arrive(harness.images(0, "a", 2));

    harness.runUntil(() -> harness.producer.commitCount() == 1);

    assertThat(harness.encoder.batchSizes).containsExactly(1, 1);
    assertThat(harness.meters.get("winnow.worker.batch.fill").summary().mean()).isEqualTo(1);
    assertThat(harness.describedIds()).containsExactly("a-0", "a-1");
    assertThat(firstComponents())
        .containsExactly(FakeEncoder.vector(3, 4)[0], FakeEncoder.vector(4, 4)[0]);
  }

  @Test
  void shouldGiveEveryPassAnImageHoweverManyThereAre() {
    WorkerHarness wide = new WorkerHarness(new Batching(1, FOR_EVER, Duration.ZERO, 128));
    wide.encoder.passes = 40;
    CountDownLatch allBegun = new CountDownLatch(40);
    wide.encoder.beforeBatch =
        number -> {
          allBegun.countDown();
          await(allBegun);
        };
    try {
      wide.arrive(wide.images(0, "a", 40));

      wide.runUntil(() -> wide.describedIds().size() == 40);

      assertThat(wide.encoder.batchSizes).hasSize(40).containsOnly(1);
    } finally {
      wide.close();
    }
  }

  @Test
  void shouldShareThePassesAmongBatchesOfOneImageAndCommitThemInOrder() {
    WorkerHarness lone = new WorkerHarness(new Batching(1, FOR_EVER, Duration.ZERO, 64));
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
  void shouldFinishTheBatchesAtTheEncoderWhenStopped() {
    CountDownLatch stopped = new CountDownLatch(1);
    harness.encoder.beforeBatch = number -> await(stopped);
    harness.arrive(harness.images(0, "a", 4));

    harness.runUntil(
        () -> {
          boolean busy = harness.queued("describe") == 4;
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

  private List<Float> firstComponents() {
    return harness.sent(harness.catalog.descriptors().name()).stream()
        .map(sent -> harness.described(sent).getVector().order(ByteOrder.LITTLE_ENDIAN))
        .map(vector -> vector.getFloat(0))
        .toList();
  }
}
