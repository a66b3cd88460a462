package io.winnow.descriptor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.image.TestImages;
import io.winnow.descriptor.source.FetchSettings;
import io.winnow.descriptor.source.RetryPolicy;
import io.winnow.descriptor.worker.DeadHosts.Kind;
import io.winnow.schemas.ImageReceived;
import io.winnow.schemas.deadletter.DeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images of hosts that do not serve them, among images of a host that does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadHostTest {

  private static final Batching EAGER = new Batching(4, Duration.ZERO, Duration.ZERO, 8);
  private static final ReadAhead FAR = new ReadAhead(1000, 1_000_000);
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final int GOOD = 40;

  private final DeadHosts hosts = new DeadHosts(() -> TestImages.png(1));
  private WorkerHarness harness;

  @AfterEach
  void close() {
    harness.close();
    hosts.close();
  }

  /** So long-lived that whatever waits for a dead host never ends within the test. */
  private static FetchSettings patient() {
    return new FetchSettings(
        4, 2, 1_000_000, new RetryPolicy(20, Duration.ofMinutes(1)), FOR_EVER, FOR_EVER);
  }

  private static FetchSettings impatient() {
    return new FetchSettings(
        4, 2, 1_000_000, new RetryPolicy(2, Duration.ofMillis(1)), Duration.ZERO, Duration.ZERO);
  }

  private ConsumerRecord<byte[], byte[]> at(int partition, String id, String host) {
    return harness.avro(
        partition, id, new ImageReceived("pool", host + "/" + id, null, null, null, Map.of()));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldDescribeWhatIsThereWithoutWaitingForADeadHost(Kind kind) {
    harness = new WorkerHarness(EAGER, FAR, patient());
    String good = hosts.good();
    String dead = hosts.dead(kind);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < GOOD; i++) {
      records.add(at(0, "dead-" + i, dead));
      records.add(at(0, "good-" + i, good));
    }
    records.add(harness.image(1, "inline", 5, 6));
    harness.arrive(records);

    harness.runUntil(() -> harness.describedIds().size() == GOOD + 1);

    assertThat(harness.describedIds()).containsExactlyInAnyOrderElementsOf(goodAndInline());
    assertThat(harness.sent("winnow.dead-letters")).isEmpty();
    assertThat(harness.committedUpTo(0)).isZero(); // the first record is outstanding yet
    assertThat(harness.committedUpTo(1)).isEqualTo(1);
  }

  private static List<String> goodAndInline() {
    List<String> ids = new ArrayList<>(ids("good", 0, GOOD));
    ids.add("inline");
    return ids;
  }

  @Test
  void shouldDescribeWhatIsThereWhenMoreHostsAreDeadThanAreAskedAtATime() {
    harness = new WorkerHarness(EAGER, FAR, patient());
    String good = hosts.good();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      records.add(at(0, "dead-" + i, hosts.dead(Kind.HANGING)));
    }
    for (int i = 0; i < GOOD; i++) {
      records.add(at(0, "good-" + i, good));
    }
    harness.arrive(records);

    harness.runUntil(() -> harness.describedIds().size() == GOOD);

    assertThat(harness.describedIds()).containsExactlyInAnyOrderElementsOf(ids("good", 0, GOOD));
  }

  @Test
  void shouldNotDescribeTwiceWhatWasDoneBehindAnOutstandingImageWhenItStartsAgain() {
    String good = hosts.good();
    String dead = hosts.deadFor(1, Kind.HANGING);
    harness = new WorkerHarness(EAGER, FAR, patient());
    harness.arrive(mixed(good, dead));
    harness.runUntil(() -> harness.describedIds().size() == GOOD);
    OffsetAndMetadata left = last(harness.committedOffsets());
    Set<String> before = new HashSet<>(harness.describedIds());
    harness.close();

    harness = new WorkerHarness(EAGER, FAR, patient());
    harness.consumer.schedulePollTask(
        () -> harness.consumer.commitSync(Map.of(harness.partition(0), left)));
    harness.consumer.schedulePollTask(() -> harness.assign(1));
    harness.consumer.schedulePollTask(() -> harness.assign(0, 1));
    List<ConsumerRecord<byte[], byte[]>> again = mixed(good, dead);
    again.add(at(0, "new", good));
    harness.arrive(again);
    harness.runUntil(() -> harness.committedUpTo(0) == GOOD + 2);

    assertThat(left.offset()).isZero();
    assertThat(before).hasSize(GOOD);
    assertThat(harness.describedIds()).containsExactlyInAnyOrder("dead", "new");
    assertThat(harness.counted("records.done.before")).isEqualTo(GOOD);
    assertThat(last(harness.committedOffsets()).metadata()).isEmpty();
  }

  /** The dead one first. */
  private List<ConsumerRecord<byte[], byte[]>> mixed(String good, String dead) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(at(0, "dead", dead));
    for (int i = 0; i < GOOD; i++) {
      records.add(at(0, "good-" + i, good));
    }
    return records;
  }

  private OffsetAndMetadata last(List<Map<TopicPartition, OffsetAndMetadata>> all) {
    return all.get(all.size() - 1).get(harness.partition(0));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldWriteADeadLetterAndCommitWhenAHostStaysDead(Kind kind) {
    harness = new WorkerHarness(EAGER, FAR, impatient());
    harness.arrive(mixed(hosts.good(), hosts.dead(kind)));

    harness.runUntil(() -> harness.committedUpTo(0) == GOOD + 1);

    assertThat(harness.describedIds()).containsExactlyInAnyOrderElementsOf(ids("good", 0, GOOD));
    assertThat(harness.sent("winnow.dead-letters"))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(WorkerHarness.key(letter)).isEqualTo("dead");
              assertThat(WorkerHarness.header(letter, DeadLetters.REASON)).contains("unreachable");
            });
    assertThat(last(harness.committedOffsets()).metadata()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNAVAILABLE", "TOO_MANY_REQUESTS", "ASKING_TO_WAIT", "BREAKING_OFF"})
  void shouldLoseNoImageOfAHostThatComesBack(Kind kind) {
    harness =
        new WorkerHarness(
            EAGER,
            FAR,
            new FetchSettings(
                4, 2, 1_000_000, new RetryPolicy(5, Duration.ofMillis(1)), FOR_EVER, FOR_EVER));
    String host = hosts.deadFor(2, kind);
    harness.arrive(IntStream.range(0, 20).mapToObj(i -> at(0, "a-" + i, host)).toList());

    harness.runUntil(() -> harness.committedUpTo(0) == 20);

    assertThat(harness.describedIds()).containsExactlyInAnyOrderElementsOf(ids("a", 0, 20));
    assertThat(harness.sent("winnow.dead-letters")).isEmpty();
  }

  @Test
  void shouldStopReadingAPartitionOfWhichTooManyImagesWait() {
    harness = new WorkerHarness(EAGER, new ReadAhead(8, 1_000_000), patient());
    String dead = hosts.dead(Kind.HANGING);
    harness.arrive(IntStream.range(0, 6).mapToObj(i -> at(0, "dead-" + i, dead)).toList());
    harness.arrive(List.of(at(1, "good", hosts.good())));

    harness.runUntil(
        () ->
            harness.describedIds().equals(List.of("good"))
                && harness.queued("fetch") == 6
                && harness.consumer.paused().equals(Set.of(harness.partition(0))));

    assertThat(harness.describedIds()).containsExactly("good");
  }

  @Test
  void shouldGiveUpWhatIsFetchedWhenThePartitionIsTakenAway() {
    harness = new WorkerHarness(EAGER, FAR, patient());
    String dead = hosts.dead(Kind.HANGING);
    harness.arrive(IntStream.range(0, 4).mapToObj(i -> at(0, "dead-" + i, dead)).toList());

    harness.runUntil(
        () -> {
          if (hosts.requests.get() == 2 && harness.queued("fetch") == 4) {
            harness.consumer.schedulePollTask(() -> harness.assign(1));
          }
          return hosts.requests.get() == 2 && harness.queued("fetch") == 0 && running() == 0;
        });

    assertThat(harness.producer.history()).isEmpty();
    assertThat(harness.gauge("fetch.hosts.backed.off")).isZero();
  }

  private double running() {
    return harness.gauge("fetch.attempts.running");
  }

  /** The descriptor of an older picture must not come after that of a newer one. */
  @Test
  void shouldNotLetTheSameImageOvertakeItself() {
    harness = new WorkerHarness(EAGER, FAR, patient());
    String slow = hosts.deadFor(2, Kind.ASKING_TO_WAIT);
    String good = hosts.good();
    harness.arrive(
        List.of(
            at(0, "a", slow),
            at(0, "a", good),
            at(0, "b", slow),
            harness.image(0, "b", 5, 6),
            at(0, "c", good)));

    harness.runUntil(() -> harness.committedUpTo(0) == 5);

    assertThat(harness.describedIds())
        .startsWith("c")
        .containsExactlyInAnyOrder("a", "a", "b", "b", "c");
    assertThat(harness.describedUris("a")).containsExactly(slow + "/a", good + "/a");
    assertThat(harness.describedUris("b")).containsExactly(slow + "/b", null);
  }

  @Test
  void shouldReadOnlyWhatComesInAPartitionThatBeginsAnew() {
    harness = new WorkerHarness(EAGER, FAR, patient());
    String dead = hosts.dead(Kind.HANGING);
    harness.arrive(
        List.of(harness.image(0, "old-0", 5, 6), at(0, "old-1", dead), at(0, "old-2", dead)));
    harness.consumer.schedulePollTask(
        new Runnable() {
          @Override
          public void run() {
            if (harness.queued("fetch") < 2 || harness.describedIds().isEmpty()) {
              harness.consumer.schedulePollTask(this);
              return;
            }
            harness.consumer.seek(harness.partition(0), 0);
            harness.createPartitionsAnew();
            List.of(harness.image(0, "new-0", 5, 6), harness.image(0, "new-1", 5, 6))
                .forEach(harness.consumer::addRecord);
          }
        });

    harness.runUntil(() -> harness.describedIds().contains("new-1"));

    assertThat(harness.describedIds()).containsExactly("old-0", "new-0", "new-1");
    assertThat(harness.committedUpTo(0)).isEqualTo(2);
  }

  private static List<String> ids(String name, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> name + "-" + i).toList();
  }
}
