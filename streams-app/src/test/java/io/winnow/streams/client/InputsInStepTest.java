package io.winnow.streams.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which inputs {@link InputOrder} lets wait for others, so that they come at about one time. */
class InputsInStepTest {

  private static final TopicPartition SCORES = new TopicPartition("scores", 0);
  private static final TopicPartition LABELS = new TopicPartition("labels", 0);
  private static final TopicPartition OTHER_LABELS = new TopicPartition("labels", 1);
  private static final TopicPartition COMMANDS = new TopicPartition("commands", 0);

  private final InputOrder order =
      new InputOrder(
          List.of(
              new TaskInputs(Set.of(SCORES.topic(), LABELS.topic()), Set.of(COMMANDS.topic()))));
  private final Set<TopicPartition> caughtUp = new HashSet<>();

  @Test
  void shouldLetAnInputWaitForOneThatHasNotComeAsFarAndIsNotAtItsEnd() {
    fetch(SCORES, 20);
    fetch(LABELS, 10);
    assertThat(ahead(SCORES, LABELS, COMMANDS)).containsOnly(SCORES);

    caughtUp.add(LABELS);
    assertThat(ahead(SCORES, LABELS, COMMANDS)).isEmpty();
  }

  @Test
  void shouldGoOnWithBothWhereTheyHaveComeEquallyFar() {
    fetch(SCORES, 10);
    fetch(LABELS, 10);

    assertThat(ahead(SCORES, LABELS)).isEmpty();
  }

  @Test
  void shouldWaitForNothingOfWhichNothingIsKnown() {
    fetch(SCORES, 20);
    assertThat(ahead(SCORES, LABELS)).isEmpty();

    fetch(LABELS, 10);
    order.forget(LABELS);
    assertThat(ahead(SCORES, LABELS)).isEmpty();
  }

  @Test
  void shouldWaitForNothingThatIsNotAsked() {
    fetch(SCORES, 20);
    fetch(LABELS, 10);

    assertThat(ahead(SCORES, COMMANDS)).isEmpty();
  }

  @Test
  void shouldWaitForNothingOfAnotherPartition() {
    fetch(SCORES, 20);
    fetch(OTHER_LABELS, 10);

    assertThat(ahead(SCORES, OTHER_LABELS)).isEmpty();
  }

  @Test
  void shouldNeverLetCommandsWaitHere() {
    caughtUp.add(SCORES);
    caughtUp.add(LABELS);
    fetch(COMMANDS, 20);
    caughtUp.clear();
    fetch(SCORES, 10);
    fetch(LABELS, 10);

    assertThat(ahead(SCORES, LABELS, COMMANDS)).isEmpty();
  }

  private void fetch(TopicPartition input, long timestamp) {
    Map<TopicPartition, Integer> stops =
        order.stops(
            Map.of(input, List.of(InputOrderTest.record(input, 0, timestamp))), caughtUp::contains);
    assertThat(stops).isEmpty();
  }

  private Set<TopicPartition> ahead(TopicPartition... inputs) {
    return order.ahead(Set.of(inputs), caughtUp::contains);
  }
}
