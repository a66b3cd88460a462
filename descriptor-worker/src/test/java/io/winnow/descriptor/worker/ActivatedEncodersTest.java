package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.Encoders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ActivatedEncodersTest {

  private static final PoolEncoder CATS = new PoolEncoder("cats", "a".repeat(64));
  private static final PoolEncoder DOGS = new PoolEncoder("dogs", "b".repeat(64));
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration NEVER = Duration.ofDays(1);

  private final Map<String, Encoder> published = new HashMap<>();
  private final Map<PoolEncoder, DescribingLoop> opened = new HashMap<>();
  private final List<WorkerHarness> harnesses = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WorkerMetrics metrics = new WorkerMetrics(meters);
  private int tries;
  private RuntimeException refusal;
  private ActivatedEncoders encoders = activated(AT_ONCE);

  @AfterEach
  void close() {
    encoders.close();
    harnesses.forEach(WorkerHarness::close);
  }

  @Test
  void shouldStartAndStopLoopsAsPoliciesChange() {
    publish(CATS);
    publish(DOGS);

    encoders.reconcile(Set.of(CATS));
    DescribingLoop cats = opened.get(CATS);
    encoders.reconcile(Set.of(CATS, DOGS));
    assertThat(opened.get(CATS)).isSameAs(cats);
    assertLoops(2, 0);

    encoders.reconcile(Set.of(DOGS));
    assertThat(cats.finished()).isCompleted();
    assertThat(opened.get(DOGS).finished()).isNotDone();
    assertLoops(1, 0);

    encoders.close();
    assertThat(opened.get(DOGS).finished()).isCompleted();
    assertLoops(0, 0);
  }

  @Test
  void shouldWaitForAnEncoderThatIsNotPublishedYetWhileOthersGoOn() {
    publish(DOGS);
    encoders.reconcile(Set.of(CATS, DOGS));
    assertThat(opened).containsOnlyKeys(DOGS);
    assertLoops(1, 1);

    publish(CATS);
    encoders.reconcile(Set.of(CATS, DOGS));

    assertThat(opened).containsOnlyKeys(CATS, DOGS);
    assertLoops(2, 0);
  }

  @Test
  void shouldTryAgainOnlyAfterThePauseWhenALoopCannotBeOpened() {
    publish(CATS);
    refusal = new EncoderException("encoder was fitted on other weights");
    encoders = activated(NEVER);
    encoders.reconcile(Set.of(CATS));
    encoders.reconcile(Set.of(CATS));
    assertThat(tries).isEqualTo(1);
    assertLoops(0, 1);

    encoders = activated(AT_ONCE);
    encoders.reconcile(Set.of(CATS));
    refusal = null;
    encoders.reconcile(Set.of(CATS));
    assertLoops(1, 0);
  }

  @Test
  void shouldOpenALoopAgainWhenItEndedByAFailure() {
    publish(CATS);
    encoders.reconcile(Set.of(CATS));
    DescribingLoop failed = opened.get(CATS);
    harnesses
        .get(0)
        .consumer
        .schedulePollTask(
            () -> {
              throw new KafkaException("the group is gone");
            });
    assertThat(failed.finished().handle((nothing, failure) -> failure).join())
        .hasMessage("worker failed: the group is gone");

    encoders.reconcile(Set.of(CATS));

    assertThat(opened.get(CATS)).isNotSameAs(failed);
    assertLoops(1, 0);
  }

  @Test
  void shouldNameGroupsAndThreadsByPoolAndEncoder() {
    assertThat(CATS.shortName()).isEqualTo("cats.aaaaaaaaaaaa");
  }

  private ActivatedEncoders activated(Duration retry) {
    return new ActivatedEncoders(
        id -> Optional.ofNullable(published.get(id)),
        (wanted, encoder) -> open(wanted),
        metrics,
        retry);
  }

  private void publish(PoolEncoder wanted) {
    published.put(wanted.encoderId(), Encoders.builtIn("compact"));
  }

  private DescribingLoop open(PoolEncoder wanted) {
    tries++;
    if (refusal != null) {
      throw refusal;
    }
    WorkerHarness harness = new WorkerHarness(new Batching(8, Duration.ZERO, Duration.ZERO, 64));
    harnesses.add(harness);
    DescribingLoop loop = new DescribingLoop(wanted.shortName(), harness.worker, new Resources());
    opened.put(wanted, loop);
    return loop;
  }

  private void assertLoops(int running, int waiting) {
    assertThat(meters.get("winnow.worker.encoder.loops").gauge().value()).isEqualTo(running);
    assertThat(meters.get("winnow.worker.encoder.loops.waiting").gauge().value())
        .isEqualTo(waiting);
  }
}
