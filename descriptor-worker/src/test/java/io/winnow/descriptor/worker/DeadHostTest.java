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
                && harness.consumer.paused().equals(Set.of(harness.partition(0))));

    assertThat(harness.queued("fetch")).isEqualTo(6);
  }

  @Test
  void shouldGiveUpWhatIsFetchedWhenThePartitionIsTakenAway() {
    harness = new WorkerHarness(EAGER, FAR, patient());
    String dead = hosts.dead(Kind.HANGING);
    harness.arrive(IntStream.range(0, 4).mapToObj(i -> at(0, "dead-" + i, dead)).toList());

    harness.runUntil(
        () -> {
          if (gauge("fetch.attempts.running") == 2) {
            harness.consumer.schedulePollTask(() -> harness.assign(1));
          }
          return hosts.requests.get() > 0 && harness.queued("fetch") == 0 && running() == 0;
        });

    assertThat(harness.producer.history()).isEmpty();
  }

  private double running() {
    return gauge("fetch.attempts.running");
  }

  private double gauge(String name) {
    return harness.meters.get("winnow.worker." + name).gauge().value();
  }

  private static List<String> ids(String name, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> name + "-" + i).toList();
  }
}
