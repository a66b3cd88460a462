package io.winnow.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.audit.DiskState;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.audit.StoredRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds made long ago, on another machine, verify here: with plain loops and with the Vector API
 * (the build runs these tests once with each), on every JDK.
 */
class BundleAuditTest {

  private static final int PARTITIONS = 3;

  @TempDir private Path directory;

  @Test
  void shouldVerifyEveryRoundFromAllThatItSaw() {
    assertThat(Bundles.verify(Bundles.AUDITED, Optional.empty()))
        .hasSize(Bundles.ROUNDS)
        .allSatisfy(verdict -> assertVerified(verdict, Level.FULL));
  }

  @Test
  void shouldVerifyEveryRoundWithStateOnDisk() {
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (BundleSource source = BundleSource.open(Bundles.AUDITED);
        ReplayState state = new DiskState(directory)) {
      new PoolAudit(Bundles.POOL, source, source.topics())
          .verify(1, Bundles.ROUNDS, state, records -> {}, verdicts::add);
    }
    assertThat(verdicts)
        .hasSize(Bundles.ROUNDS)
        .allSatisfy(verdict -> assertVerified(verdict, Level.FULL));
  }

  @Test
  void shouldVerifyEveryRoundInWhateverOrderConsumersReadThePartitions() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, PARTITIONS).boxed().toList());
      Collections.shuffle(order, new Random(seed));
      ForkJoinPool consumers = new ForkJoinPool(2 * PARTITIONS);
      try (BundleSource bundle = BundleSource.open(Bundles.AUDITED)) {
        RecordSource ordered =
            new OrderedSource(bundle, bundle.topics().poolCommands().name(), order);
        assertThat(
                consumers
                    .submit(() -> Bundles.verify(ordered, bundle.topics(), Optional.of(Level.FULL)))
                    .get())
            .hasSize(Bundles.ROUNDS)
            .allSatisfy(verdict -> assertVerified(verdict, Level.FULL));
      } finally {
        consumers.shutdown();
      }
    }
  }

  @Test
  void shouldVerifyEveryRoundFromDecisionsAndDescriptorsAlone() throws Exception {
    Path evidence = evidence();

    assertThat(Files.size(evidence)).isLessThan(Files.size(Bundles.AUDITED));
    assertThat(Bundles.verify(evidence, Optional.empty()))
        .hasSize(Bundles.ROUNDS)
        .allSatisfy(verdict -> assertVerified(verdict, Level.EVIDENCE));
  }

  @Test
  void shouldSayWhatIsMissingWhenAFullAuditIsAskedOfEvidence() throws Exception {
    assertThat(Bundles.verify(evidence(), Optional.of(Level.FULL)))
        .hasSize(Bundles.ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.verdict()).isEqualTo(Verdict.UNVERIFIABLE);
              assertThat(verdict.findings().get(0)).startsWith("records of audit.scores-");
            });
  }

  @Test
  void shouldSayWhichDescriptorIsMissingWhenItExpiredAsWell() throws Exception {
    Path evidence = evidence();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      evidence =
          Bundles.forge(
              evidence,
              directory.resolve("without-" + partition),
              BundleIndex.recordsEntry("audit.descriptors", partition),
              Bundles.records(records -> List.of()));
    }

    assertThat(Bundles.verify(evidence, Optional.empty()))
        .allSatisfy(
            verdict -> {
              assertThat(verdict.verdict()).isEqualTo(Verdict.UNVERIFIABLE);
              assertThat(verdict.findings())
                  .singleElement()
                  .asString()
                  .matches("the descriptor of image audited-\\d+ has expired");
            });
  }

  private Path evidence() throws Exception {
    Path evidence = directory.resolve("evidence.zip");
    try (BundleSource source = BundleSource.open(Bundles.AUDITED)) {
      BundleWriter.write(
          evidence,
          Bundles.POOL,
          Bundles.ROUNDS,
          Optional.of(Level.EVIDENCE),
          source,
          source.topics(),
          records -> {});
    }
    return evidence;
  }

  private static void assertVerified(RoundVerdict verdict, Level level) {
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(verdict.level()).isEqualTo(level);
  }

  /** Lets the partitions' commands of every round be read in a given order only. */
  private static final class OrderedSource implements RecordSource {

    private final RecordSource source;
    private final String commands;
    private final List<Integer> order;
    private final AtomicBoolean ownerSought = new AtomicBoolean();
    private final List<CountDownLatch> read =
        IntStream.range(0, PARTITIONS).mapToObj(partition -> new CountDownLatch(1)).toList();

    OrderedSource(RecordSource source, String commands, List<Integer> order) {
      this.source = source;
      this.commands = commands;
      this.order = order;
    }

    @Override
    public int partitions(String topic) {
      return source.partitions(topic);
    }

    @Override
    public long begin(String topic, int partition) {
      return source.begin(topic, partition);
    }

    @Override
    public long end(String topic, int partition) {
      return source.end(topic, partition);
    }

    @Override
    public void read(String topic, int partition, long from, long to, Consumer<StoredRecord> sink) {
      // Whose commands they are is looked up before the partitions are read.
      boolean inOrder = topic.equals(commands) && !ownerSought.compareAndSet(false, true);
      if (inOrder) {
        int place = order.indexOf(partition);
        if (place > 0) {
          await(read.get(order.get(place - 1)));
        }
      }
      source.read(topic, partition, from, to, sink);
      if (inOrder) {
        read.get(partition).countDown();
      }
    }

    private static void await(CountDownLatch before) {
      try {
        before.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
