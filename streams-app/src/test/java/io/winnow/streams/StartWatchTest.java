package io.winnow.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class StartWatchTest {

  private final Restorations restorations = new Restorations();

  private String waitsFor(State state, boolean assigned) {
    try (StartWatch watch = new StartWatch(() -> state, () -> assigned, restorations)) {
      return watch.waitsFor();
    }
  }

  @Test
  void shouldSayWhatAStartWaitsFor() {
    assertThat(waitsFor(State.CREATED, false)).isEqualTo("its threads to start");
    assertThat(waitsFor(State.REBALANCING, false)).startsWith("the group to give it partitions");
    assertThat(waitsFor(State.REBALANCING, true)).startsWith("the committed offsets");
    assertThat(waitsFor(State.RUNNING, true)).isEmpty();
  }

  @Test
  void shouldSayHowMuchOfItsChangelogsIsLeft() {
    TopicPartition first = new TopicPartition("changelog", 0);
    TopicPartition second = new TopicPartition("changelog", 1);
    restorations.onRestoreStart(first, "store", 10, 110);
    restorations.onRestoreStart(second, "store", 0, 50);
    restorations.onBatchRestored(first, "store", 50, 40);
    assertThat(waitsFor(State.REBALANCING, true))
        .isEqualTo("2 changelogs to be read, 110 records of them left");

    restorations.onRestoreEnd(first, "store", 100);
    restorations.onRestoreSuspended(second, "store", 0);
    assertThat(waitsFor(State.REBALANCING, true)).startsWith("the committed offsets");
  }
}
