package io.winnow.streams.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.deadletter.DeadLetters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A fault at each call of a store that a record leads to, one after the other: what is left must be
 * the state in which the record never came, and the same record, sent again, must do what it does
 * where nothing ever failed.
 */
class ContainmentTest {

  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final String POOL = "cats";
  private static final String ENCODER = "ab".repeat(32);

  static Stream<Arguments> poolRecords() {
    return Stream.of(
        record("first score", tasks -> score(tasks, "new", 0.7)),
        record("score again, other model", tasks -> score(tasks, "a", 0.9)),
        record("descriptor of a scored image", tasks -> describe(tasks, "scored")),
        record("descriptor of a new image", tasks -> describe(tasks, "new")),
        record("label", tasks -> label(tasks, "a")),
        record("label of a new image", tasks -> label(tasks, "new")));
  }

  static Stream<Arguments> roundRecords() {
    return Stream.of(
        record("policy", tasks -> policy(tasks, 3)),
        record("another pool's policy", tasks -> policy(tasks, "dogs", 3)));
  }

  private static Arguments record(String what, Consumer<FaultyTasks> publish) {
    return Arguments.of(what, publish);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("poolRecords")
  void shouldLeaveNothingOfARecordThatFailsInThePool(String what, Consumer<FaultyTasks> record) {
    try (FaultyTasks faulty = prepared();
        FaultyTasks sound = prepared()) {
      check(faulty, sound, faulty.poolFaults, record);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("roundRecords")
  void shouldLeaveNothingOfARecordThatFailsInTheRounds(String what, Consumer<FaultyTasks> record) {
    try (FaultyTasks faulty = prepared();
        FaultyTasks sound = prepared()) {
      check(faulty, sound, faulty.roundFaults, record);
    }
  }

  /** A request leads to commands and reports, which are records of their own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldOpenNoRoundWhenItsRequestFails(int call) {
    try (FaultyTasks faulty = prepared()) {
      faulty.records(faulty.topics.poolCommands());
      faulty.roundFaults.failAt(call, () -> new IllegalStateException("bug"));

      request(faulty, "r1");

      assertThat(faulty.roundFaults.disarm()).isTrue();
      assertThat(faulty.records(faulty.topics.poolCommands())).isEmpty();
      assertThat(faulty.records(faulty.topics.deadLetters())).hasSize(1);
      request(faulty, "r1");
      assertThat(faulty.records(faulty.topics.rounds())).hasSize(1);
      assertThat(faulty.records(faulty.topics.annotationRequests())).hasSize(2);
    }
  }

  /** A policy's change of the ranking, sent by the round task, fails in the pool task. */
  @Test
  void shouldKeepThePreviousRankingWhenACommandFails() {
    try (FaultyTasks faulty = prepared()) {
      List<List<String>> before = faulty.state().subList(0, 7);
      faulty.poolFaults.failAt(5, () -> new IllegalStateException("bug"));

      policy(faulty, 3);

      assertThat(faulty.poolFaults.disarm()).isTrue();
      assertThat(faulty.records(faulty.topics.deadLetters())).hasSize(1);
      assertThat(faulty.state().subList(0, 7)).isEqualTo(before);
    }
  }

  @Test
  void shouldTryAgainAtTheNextTickWhenWhatIsDueByTheClockFails() {
    try (FaultyTasks faulty = prepared()) {
      faulty.publish(
          faulty.topics.policies(),
          POOL,
          policyOf(2).setWindowAdvanceMs(WINDOW.toMillis()).setGraceMs(0L).build());
      faulty.roundFaults.failAt(1, () -> new IllegalStateException("bug"));

      faulty.passTime(WINDOW);

      assertThat(faulty.roundFaults.disarm()).isTrue();
      assertThat(faulty.failedTotal()).isEqualTo(1);
      assertThat(faulty.records(faulty.topics.rounds())).isEmpty();
      faulty.passTime(Duration.ofMillis(200));
      assertThat(faulty.records(faulty.topics.rounds())).hasSize(1);
    }
  }

  @Test
  void shouldEndTheTaskWhenTheStoreItselfFails() {
    try (FaultyTasks faulty = prepared()) {
      faulty.poolFaults.failAt(2, () -> new ProcessorStateException("no space left on device"));

      assertThatThrownBy(() -> score(faulty, "a", 0.7))
          .hasStackTraceContaining("no space left on device");
      faulty.poolFaults.disarm();
      assertThat(faulty.records(faulty.topics.deadLetters())).isEmpty();
    }
  }

  private static void check(
      FaultyTasks faulty,
      FaultyTasks sound,
      FaultyStore.Plan faults,
      Consumer<FaultyTasks> record) {
    List<List<String>> before = sound.state();
    assertThat(faulty.state()).isEqualTo(before);
    int call = 1;
    while (true) {
      faults.failAt(call, () -> new IllegalStateException("bug"));
      record.accept(faulty);
      if (!faults.disarm()) {
        break; // it makes fewer calls: it went through
      }
      assertThat(faulty.state()).as("after a fault at call %d", call).isEqualTo(before);
      List<TestRecord<byte[], byte[]>> letters = faulty.records(faulty.topics.deadLetters());
      assertThat(letters).hasSize(1);
      assertThat(header(letters.get(0), DeadLetters.REASON))
          .startsWith("internal error: IllegalStateException in ")
          .contains("bug");
      assertThat(header(letters.get(0), DeadLetters.EXCEPTION)).contains("FaultyStore");
      call++;
    }
    assertThat(call).as("calls of stores").isGreaterThan(2);
    assertThat(faulty.failedTotal()).isEqualTo(call - 1);
    record.accept(sound);
    assertThat(faulty.state()).as("once it went through").isEqualTo(sound.state());
    assertThat(faulty.records(faulty.topics.deadLetters())).isEmpty();
  }

  private static FaultyTasks prepared() {
    FaultyTasks tasks = new FaultyTasks();
    policy(tasks, 2);
    for (String imageId : List.of("a", "b", "c")) {
      describe(tasks, imageId);
      score(tasks, imageId, 0.6);
    }
    score(tasks, "scored", 0.8);
    return tasks;
  }

  private static void policy(FaultyTasks tasks, int budget) {
    policy(tasks, POOL, budget);
  }

  private static void policy(FaultyTasks tasks, String pool, int budget) {
    tasks.publish(tasks.topics.policies(), pool, policyOf(budget).build());
  }

  private static PoolPolicy.Builder policyOf(int budget) {
    return PoolPolicy.newBuilder()
        .setBudget(budget)
        .setSr(1.0)
        .setMeasure(budget == 2 ? "least-confidence" : "entropy")
        .setResampler("none")
        .setEncoderId(ENCODER)
        .setDescriptorSize(2);
  }

  private static void score(FaultyTasks tasks, String imageId, double top) {
    tasks.publish(
        tasks.topics.scores(),
        imageId,
        ModelScored.newBuilder()
            .setPool(POOL)
            .setModel("net")
            .setModelVersion("" + top)
            .setPrediction(new Classification(List.of("yes", "no" + top), List.of(top, 1 - top)))
            .build());
  }

  private static void describe(FaultyTasks tasks, String imageId) {
    ByteBuffer vector = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    vector.asFloatBuffer().put(new float[] {1, 0});
    tasks.publish(
        tasks.topics.descriptors(),
        imageId,
        ImageDescribed.newBuilder()
            .setPool(POOL)
            .setEncoderId(ENCODER)
            .setVector(vector)
            .setImage(new ImageRef("file:/a.png", "0".repeat(64), 3, 2))
            .setAttributes(Map.of())
            .build());
  }

  private static void label(FaultyTasks tasks, String imageId) {
    tasks.publish(
        tasks.topics.labels(),
        imageId,
        ImageLabelled.newBuilder().setPool(POOL).setLabel("yes").build());
  }

  private static void request(FaultyTasks tasks, String requestId) {
    tasks.publish(
        tasks.topics.roundRequests(), POOL, new RoundRequested(requestId, null, "test", null));
  }

  private static String header(TestRecord<?, ?> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }
}
