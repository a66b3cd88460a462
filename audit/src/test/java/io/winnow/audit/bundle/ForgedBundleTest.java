package io.winnow.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.audit.StoredRecord;
import io.winnow.audit.UnreadableSourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForgedBundleTest {

  private static final long FAR_AWAY = 1L << 60;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scores",
        "descriptors",
        "pool-commands",
        "rounds",
        "round-decisions",
        "annotation-requests"
      })
  void shouldNoticeAnyChangedBitOfAnyValue(String topic) throws IOException {
    Random random = new Random(topic.hashCode());
    for (int i = 0; i < 40; i++) {
      String entry = Bundles.entryWithRecords(topic);
      List<StoredRecord> records = Bundles.read(Bundles.entry(Bundles.AUDITED, entry));
      int victim = random.nextInt(records.size());
      int position = random.nextInt(records.get(victim).value().length);
      Path forged =
          forge(
              entry,
              all -> {
                all.get(victim).value()[position] ^= 1;
                return all;
              });

      assertThat(noticed(forged)).as("%s, record %d, byte %d", entry, victim, position).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scores", "descriptors"})
  void shouldNameTheInputWhenARecordIsDroppedDuplicatedOrMoved(String topic) throws IOException {
    String entry = Bundles.entryWithRecords(topic);
    String named = "input audit." + topic + "-";

    assertThat(firstFinding(forge(entry, records -> without(records, 3)))).startsWith(named);
    assertThat(firstFinding(forge(entry, ForgedBundleTest::duplicated))).startsWith(named);
    assertThat(firstFinding(forge(entry, ForgedBundleTest::swapped))).startsWith(named);
  }

  @Test
  void shouldNameTheInputWhenATimeIsChanged() throws IOException {
    assertThat(
            firstFinding(
                forge(
                    Bundles.entryWithRecords("scores"),
                    records -> {
                      StoredRecord first = records.get(0);
                      records.set(
                          0,
                          new StoredRecord(
                              first.offset(), first.timestamp() + 1, first.key(), first.value()));
                      return records;
                    })))
        .startsWith("input audit.scores-");
  }

  @Test
  void shouldSayThatAManifestIsMissingWhenItIsRemovedFromTheChain() throws IOException {
    Path forged = forge(Bundles.entryWithRecords("rounds"), records -> without(records, 1));

    assertThat(Bundles.verify(forged, Optional.empty()).get(1).findings())
        .containsExactly("the manifest is missing, later ones are there");
  }

  @Test
  void shouldNotCountUpToARoundNumberThatWasForged() throws IOException {
    Path forged =
        forge(
            Bundles.entryWithRecords("rounds"),
            records -> {
              StoredRecord last = records.get(records.size() - 1);
              records.set(
                  records.size() - 1,
                  new StoredRecord(
                      last.offset(), last.timestamp(), last.key(), farAway(last.value())));
              return records;
            });

    assertThat(Bundles.verify(forged, Optional.empty()))
        .extracting(RoundVerdict::round)
        .startsWith(1L, 2L)
        .endsWith(FAR_AWAY)
        .as("no more than one round of the gap")
        .hasSizeLessThanOrEqualTo(Bundles.ROUNDS + 2);
  }

  /** A manifest of round {@link #FAR_AWAY}: its number comes after the framing and the pool. */
  private static byte[] farAway(byte[] manifest) {
    int at = 5 + 1 + Bundles.POOL.length();
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(manifest, 0, at);
    long rest = FAR_AWAY << 1;
    for (; rest > 0x7f; rest >>>= 7) {
      changed.write((int) (rest & 0x7f | 0x80));
    }
    changed.write((int) rest);
    changed.write(manifest, at + 1, manifest.length - at - 1);
    return changed.toByteArray();
  }

  @Test
  void shouldNoticeWhenACommandIsDroppedDuplicatedOrMoved() throws IOException {
    String entry = Bundles.entryWithRecords("pool-commands");

    assertThat(noticed(forge(entry, records -> without(records, 3)))).isTrue();
    assertThat(noticed(forge(entry, ForgedBundleTest::duplicated))).isTrue();
    assertThat(noticed(forge(entry, ForgedBundleTest::swapped))).isTrue();
  }

  @Test
  void shouldRefuseABundleWithoutIndex() throws IOException {
    Path forged =
        Bundles.forge(
            Bundles.AUDITED, directory.resolve("forged"), BundleIndex.ENTRY, bytes -> null);

    assertThatThrownBy(() -> Bundles.verify(forged, Optional.empty()))
        .isInstanceOf(UnreadableSourceException.class)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void shouldMissTheManifestsOfABundleWithoutTheirSchema(Level level) throws IOException {
    Path forged =
        Bundles.forge(
            Bundles.AUDITED,
            directory.resolve("forged"),
            Bundles.schema(Bundles.AUDITED, "RoundClosed"),
            bytes -> null);

    List<RoundVerdict> verdicts = Bundles.verify(forged, Optional.of(level));
    assertThat(verdicts).hasSize(Bundles.ROUNDS);
    assertThat(verdicts).noneSatisfy(one -> assertThat(one.verdict()).isEqualTo(Verdict.VERIFIED));
    assertThat(verdicts.get(0).findings())
        .containsExactly("the manifest cannot be read, decisions of the round are there");
  }

  @Test
  void shouldRefuseABundleThatEndsWithinARecord() throws IOException {
    Path forged =
        Bundles.forge(
            Bundles.AUDITED,
            directory.resolve("forged"),
            Bundles.entryWithRecords("scores"),
            bytes -> Arrays.copyOf(bytes, bytes.length - 3));

    assertThatThrownBy(() -> Bundles.verify(forged, Optional.empty()))
        .isInstanceOf(UnreadableSourceException.class)
        .hasMessageEndingWith(Bundles.entryWithRecords("scores") + ": it ends within a record");
  }

  @Test
  void shouldRefuseALengthThatWouldFillTheMemory() throws IOException {
    Path forged =
        Bundles.forge(
            Bundles.AUDITED,
            directory.resolve("forged"),
            Bundles.entryWithRecords("scores"),
            bytes -> {
              Arrays.fill(bytes, 16, 20, (byte) 0x7F);
              return bytes;
            });

    assertThatThrownBy(() -> Bundles.verify(forged, Optional.empty()))
        .isInstanceOf(UnreadableSourceException.class)
        .hasMessageContaining("a record has the length ");
  }

  @Test
  void shouldRefuseAnotherFormat() throws IOException {
    Path forged =
        Bundles.forge(
            Bundles.AUDITED,
            directory.resolve("forged"),
            BundleIndex.ENTRY,
            bytes -> "{\"format\":\"winnow-bundle-9\"}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> BundleSource.open(forged))
        .isInstanceOf(UnreadableSourceException.class)
        .hasMessageEndingWith(
            "bundle.json has the format winnow-bundle-9, expected winnow-bundle-1");
  }

  @Test
  void shouldRefuseWhatIsNoZipFile() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "no zip");

    assertThatThrownBy(() -> BundleSource.open(text))
        .isInstanceOf(UnreadableSourceException.class)
        .hasMessageStartingWith("bundle " + text);
    assertThatThrownBy(() -> BundleSource.open(directory.resolve("none")))
        .isInstanceOf(UnreadableSourceException.class)
        .hasMessageEndingWith("does not exist");
  }

  private Path forge(String entry, UnaryOperator<List<StoredRecord>> change) throws IOException {
    return Bundles.forge(
        Bundles.AUDITED, directory.resolve("forged"), entry, Bundles.records(change));
  }

  private static boolean noticed(Path forged) {
    try {
      return Bundles.verify(forged, Optional.empty()).stream()
          .anyMatch(verdict -> verdict.verdict() != Verdict.VERIFIED);
    } catch (UnreadableSourceException e) {
      return true;
    }
  }

  private static String firstFinding(Path forged) {
    return Bundles.verify(forged, Optional.empty()).stream()
        .map(RoundVerdict::findings)
        .filter(findings -> !findings.isEmpty())
        .findFirst()
        .orElseThrow()
        .get(0);
  }

  private static List<StoredRecord> without(List<StoredRecord> records, int index) {
    List<StoredRecord> rest = new ArrayList<>(records);
    rest.remove(index);
    return rest;
  }

  private static List<StoredRecord> duplicated(List<StoredRecord> records) {
    List<StoredRecord> twice = new ArrayList<>(records);
    twice.add(4, records.get(3));
    return twice;
  }

  private static List<StoredRecord> swapped(List<StoredRecord> records) {
    List<StoredRecord> swapped = new ArrayList<>(records);
    swapped.set(3, at(records.get(4), records.get(3).offset()));
    swapped.set(4, at(records.get(3), records.get(4).offset()));
    return swapped;
  }

  private static StoredRecord at(StoredRecord record, long offset) {
    return new StoredRecord(offset, record.timestamp(), record.key(), record.value());
  }
}
