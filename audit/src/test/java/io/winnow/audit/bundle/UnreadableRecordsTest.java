package io.winnow.audit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.audit.PoolAudit;
import io.winnow.audit.PoolHistory;
import io.winnow.audit.RecordSource;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.audit.StoredRecord;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.UnreadableRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that nobody can read, beside those that prove rounds. */
class UnreadableRecordsTest {

  private static final byte[] KEY = Bundles.POOL.getBytes(UTF_8);
  private static final byte[] UNKNOWN_SCHEMA = {0, 0x7f, 1, 2, 3, 4, 5};

  private static final List<StoredRecord> STRANGERS =
      List.of(
          new StoredRecord(0, 1, KEY, new byte[] {1, 2, 3}),
          new StoredRecord(1, 1, KEY, UNKNOWN_SCHEMA),
          new StoredRecord(2, 1, KEY, new byte[0]),
          new StoredRecord(3, 1, null, new byte[] {7}),
          new StoredRecord(4, 1, KEY, null),
          new StoredRecord(5, 1, new byte[] {(byte) 0xff}, null));

  @TempDir private Path directory;

  @Test
  void shouldVerifyWhatLiesBesideThemAndNameThem() {
    try (BundleSource bundle = BundleSource.open(Bundles.AUDITED)) {
      RecordSource source = new Strange(bundle, outputs(bundle.topics()));

      assertThat(Bundles.verify(source, bundle.topics(), Optional.empty()))
          .hasSize(Bundles.ROUNDS)
          .allSatisfy(one -> assertThat(one.verdict()).isEqualTo(Verdict.VERIFIED));
      List<UnreadableRecord> named = new ArrayList<>();
      assertThat(PoolHistory.pools(source, bundle.topics(), named::add))
          .containsExactly(Bundles.POOL);
      assertThat(named).hasSize(STRANGERS.size());
      assertThat(new PoolAudit(Bundles.POOL, source, bundle.topics()).unreadable())
          .hasSize(3 * STRANGERS.size())
          .extracting(UnreadableRecord::reason)
          .contains("the record has no value", "pool is not UTF-8 (1 bytes)");
    }
  }

  @Test
  void shouldCarryThemInABundleThatVerifiesAsTheTopicsDo() throws IOException {
    Path exported = directory.resolve("exported.zip");
    try (BundleSource bundle = BundleSource.open(Bundles.AUDITED)) {
      RecordSource source = new Strange(bundle, outputs(bundle.topics()));
      write(exported, source, bundle.topics());
    }

    assertThat(Bundles.verify(exported, Optional.empty()))
        .hasSize(Bundles.ROUNDS)
        .allSatisfy(one -> assertThat(one.verdict()).isEqualTo(Verdict.VERIFIED));
    try (BundleSource bundle = BundleSource.open(exported)) {
      assertThat(new PoolAudit(Bundles.POOL, bundle, bundle.topics()).unreadable())
          .hasSize(3 * STRANGERS.size());
    }
  }

  @Test
  void shouldExportInputsWhoseSchemaTheRegistryDoesNotKnow() throws IOException {
    Path unknown =
        Bundles.forge(
            Bundles.AUDITED,
            directory.resolve("unknown.zip"),
            Bundles.schema(Bundles.AUDITED, "ModelScored"),
            schema -> null);
    Path exported = directory.resolve("exported.zip");
    try (BundleSource bundle = BundleSource.open(unknown)) {
      write(exported, bundle, bundle.topics());
    }

    String scores = Bundles.entryWithRecords("scores");
    assertThat(Bundles.entry(exported, scores)).isEqualTo(Bundles.entry(unknown, scores));
    assertThat(Bundles.verify(exported, Optional.empty()))
        .extracting(RoundVerdict::findings)
        .isEqualTo(
            Bundles.verify(unknown, Optional.empty()).stream()
                .map(RoundVerdict::findings)
                .toList());
  }

  private static Set<String> outputs(TopicCatalog topics) {
    return Set.of(
        topics.rounds().name(), topics.roundDecisions().name(), topics.annotationRequests().name());
  }

  private static void write(Path file, RecordSource source, TopicCatalog topics)
      throws IOException {
    BundleWriter.write(
        file, Bundles.POOL, Bundles.ROUNDS, Optional.empty(), source, topics, records -> {});
  }

  /** A source whose first partition of some topics ends with {@link #STRANGERS}. */
  private record Strange(RecordSource source, Set<String> topics) implements RecordSource {

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
      return source.end(topic, partition)
          + (partition == 0 && topics.contains(topic) ? STRANGERS.size() : 0);
    }

    @Override
    public void read(String topic, int partition, long from, long to, Consumer<StoredRecord> sink) {
      source.read(topic, partition, from, to, sink);
      long end = source.end(topic, partition);
      for (StoredRecord stranger : STRANGERS) {
        if (end + stranger.offset() < to) {
          sink.accept(
              new StoredRecord(
                  end + stranger.offset(), stranger.timestamp(), stranger.key(), stranger.value()));
        }
      }
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
