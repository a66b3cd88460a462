package io.winnow.streams.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputOrderTest {

  private static final TopicPartition SCORES = new TopicPartition("scores", 0);
  private static final TopicPartition COMMANDS = new TopicPartition("commands", 0);
  private static final TopicPartition REQUESTS = new TopicPartition("requests", 0);
  private static final TopicPartition REPORTS = new TopicPartition("reports", 0);

  private final InputOrder order =
      new InputOrder(
          List.of(
              new TaskInputs(Set.of(SCORES.topic()), Set.of(COMMANDS.topic())),
              new TaskInputs(Set.of(), Set.of(REQUESTS.topic(), REPORTS.topic()))));

  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new HashMap<>();
  private final Set<TopicPartition> caughtUp = new HashSet<>();

  @Test
  void shouldStopACommandWhileOlderScoresHaveLag() {
    fetch(SCORES, 10);
    fetch(COMMANDS, 20);

    assertThat(stops()).containsOnly(Map.entry(COMMANDS, 0));
  }

  @Test
  void shouldStopACommandWhenNothingIsKnownOfTheScores() {
    fetch(COMMANDS, 20);

    assertThat(stops()).containsOnly(Map.entry(COMMANDS, 0));
  }

  @Test
  void shouldPassACommandWhenScoresHaveNoLag() {
    fetch(SCORES, 10);
    fetch(COMMANDS, 20);
    caughtUp.add(SCORES);

    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldPassACommandWhenScoresReachItsTimestampInTheSamePoll() {
    fetch(SCORES, 10, 20);
    fetch(COMMANDS, 20);

    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldPassACommandWhenScoresReachedItsTimestampInAnEarlierPoll() {
    fetch(SCORES, 10, 20);
    stops();

    fetch(COMMANDS, 20);
    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldGoByTheYoungestScoreWhenTheyAreOutOfOrder() {
    fetch(SCORES, 30, 5);
    stops();

    fetch(SCORES, 10);
    fetch(COMMANDS, 20);
    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldPassOnlyTheCommandsThatScoresHaveReached() {
    fetch(SCORES, 15);
    fetch(COMMANDS, 10, 20);

    assertThat(stops()).containsOnly(Map.entry(COMMANDS, 1));
  }

  @Test
  void shouldPassAStoppedCommandOnceScoresReachItsTimestamp() {
    fetch(SCORES, 15);
    fetch(COMMANDS, 20);
    stops();

    fetch(SCORES, 20);
    fetch(COMMANDS, 20);
    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldNeverStopRecordsThatCommute() {
    fetch(COMMANDS, 1);
    stops();

    fetch(SCORES, 10, 20);
    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldNotLookAtOtherPartitions() {
    fetch(new TopicPartition(SCORES.topic(), 1), 10);
    fetch(new TopicPartition(COMMANDS.topic(), 1), 20);
    fetch(COMMANDS, 20);
    caughtUp.add(SCORES);

    assertThat(stops()).containsOnly(Map.entry(new TopicPartition(COMMANDS.topic(), 1), 0));
  }

  @Test
  void shouldNotLetOtherPartitionsPassACommand() {
    fetch(new TopicPartition(SCORES.topic(), 1), 20);
    caughtUp.add(new TopicPartition(SCORES.topic(), 1));
    fetch(COMMANDS, 20);

    assertThat(stops()).containsOnly(Map.entry(COMMANDS, 0));
  }

  @Test
  void shouldNotLookAtTopicsOfOtherTasks() {
    fetch(SCORES, 10);
    fetch(COMMANDS, 20);
    fetch(REQUESTS, 30);
    caughtUp.add(SCORES);

    assertThat(stops()).containsOnly(Map.entry(REQUESTS, 0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldPassTheOlderOfTwoOrderedTopicsFetchedInOnePoll(boolean swapped) {
    TopicPartition older = swapped ? REPORTS : REQUESTS;
    TopicPartition younger = swapped ? REQUESTS : REPORTS;

    fetch(older, 5);
    fetch(younger, 10);
    assertThat(stops()).containsOnly(Map.entry(younger, 0));

    fetch(younger, 10);
    caughtUp.add(older);
    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldPassTheOlderOfTwoOrderedTopicsWhenTheYoungerIsFetchedFirst() {
    fetch(REPORTS, 10);
    assertThat(stops()).containsOnly(Map.entry(REPORTS, 0));

    fetch(REQUESTS, 5);
    assertThat(stops()).isEmpty();

    fetch(REPORTS, 10);
    caughtUp.add(REQUESTS);
    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldPassTheOlderOfTwoOrderedTopicsWhenItIsFetchedFirst() {
    fetch(REQUESTS, 5);
    assertThat(stops()).containsOnly(Map.entry(REQUESTS, 0));

    fetch(REPORTS, 10);
    assertThat(stops()).containsOnly(Map.entry(REPORTS, 0));

    fetch(REQUESTS, 5);
    assertThat(stops()).isEmpty();
  }

  @Test
  void shouldPassTwoOrderedTopicsThatAreNeverFetchedTogetherAndNeverAtTheirEnds() {
    fetch(REQUESTS, 5);
    assertThat(stops()).containsOnly(Map.entry(REQUESTS, 0));
    fetch(REPORTS, 10);
    assertThat(stops()).containsOnly(Map.entry(REPORTS, 0));

    fetch(REQUESTS, 5, 20);
    assertThat(stops()).containsOnly(Map.entry(REQUESTS, 1));
    fetch(REPORTS, 10, 30);
    assertThat(stops()).containsOnly(Map.entry(REPORTS, 1));

    fetch(REQUESTS, 20);
    assertThat(stops()).isEmpty();
    fetch(REPORTS, 30);
    assertThat(stops()).containsOnly(Map.entry(REPORTS, 0));
  }

  @Test
  void shouldStopACommandAgainWhenScoresAreReadFromAnotherPlace() {
    fetch(SCORES, 20);
    stops();

    order.forget(SCORES);

    fetch(SCORES, 10);
    fetch(COMMANDS, 20);
    assertThat(stops()).containsOnly(Map.entry(COMMANDS, 0));
  }

  @Test
  void shouldForgetWhereAnOrderedTopicWasStopped() {
    fetch(REPORTS, 10);
    stops();

    order.forget(REPORTS);

    fetch(REQUESTS, 5);
    assertThat(stops()).containsOnly(Map.entry(REQUESTS, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldKeepOrderedRecordsBehindAllOlderOnesHoweverTheyAreFetched(int ordered) {
    for (int seed = 0; seed < 500; seed++) {
      SimulatedTask task = new SimulatedTask(4 - ordered, ordered, new SplittableRandom(seed));
      int polls = 0;
      while (!task.done()) {
        assertThat(polls++).as("polls with seed %d", seed).isLessThan(5_000);
        task.poll();
        task.process();
      }
    }
  }

  private void fetch(TopicPartition input, long... timestamps) {
    fetched.put(
        input, LongStream.of(timestamps).mapToObj(time -> record(input, time, time)).toList());
  }

  /** Decides on what was fetched since the last call. */
  private Map<TopicPartition, Integer> stops() {
    Map<TopicPartition, Integer> stops = order.stops(Map.copyOf(fetched), caughtUp::contains);
    fetched.clear();
    caughtUp.clear();
    return stops;
  }

  static ConsumerRecord<byte[], byte[]> record(TopicPartition input, long offset, long timestamp) {
    return new ConsumerRecord<>(
        input.topic(),
        input.partition(),
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        Optional.empty());
  }
}
