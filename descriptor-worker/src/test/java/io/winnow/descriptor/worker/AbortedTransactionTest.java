package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the worker does when a transaction does not go through. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AbortedTransactionTest {

  private final WorkerHarness harness =
      new WorkerHarness(new Batching(8, Duration.ZERO, Duration.ZERO, 64));

  @AfterEach
  void close() {
    harness.close();
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
    assertThat(harness.committedUpTo(0)).isEqualTo(2);
  }

  private ConsumerRecord<byte[], byte[]> again(String id, long offset, int width, int height) {
    ConsumerRecord<byte[], byte[]> image = harness.image(0, id, width, height);
    return new ConsumerRecord<>(
        image.topic(),
        0,
        offset,
        image.timestamp(),
        image.timestampType(),
        image.serializedKeySize(),
        image.serializedValueSize(),
        image.key(),
        image.value(),
        image.headers(),
        image.leaderEpoch());
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
}
