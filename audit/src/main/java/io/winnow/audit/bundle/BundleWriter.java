package io.winnow.audit.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.audit.PoolAudit;
import io.winnow.audit.PoolHistory;
import io.winnow.audit.RecordSource;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.StoredRecord;
import io.winnow.audit.UndecodedInputs;
import io.winnow.audit.UndecodedInputs.Place;
import io.winnow.audit.UnreadableSourceException;
import io.winnow.audit.bundle.BundleIndex.Extent;
import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.serde.WireFormat;
import io.winnow.schemas.topic.RecordDecoder;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a round, those before it, and the records that prove them into one file. */
public final class BundleWriter {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final String pool;
  private final long lastRound;
  private final Level level;
  private final RecordSource source;
  private final TopicCatalog topics;
  private final PoolHistory history;
  private final LongConsumer written;
  private final ZipOutputStream zip;
  private final SortedMap<String, List<Extent>> extents = new TreeMap<>();
  // Real ids first, since a registry looks up made-up ones within a budget only.
  private final SortedMap<Integer, Place> schemas = new TreeMap<>(Integer::compareUnsigned);
  private final UndecodedInputs undecoded;
  private final Map<Place, Integer> undecodedHere = new LinkedHashMap<>();
  private final List<String> unreadable = new ArrayList<>();

  private BundleWriter(
      String pool,
      long lastRound,
      Level level,
      RecordSource source,
      TopicCatalog topics,
      LongConsumer written,
      ZipOutputStream zip) {
    this.pool = pool;
    this.lastRound = lastRound;
    this.level = level;
    this.source = source;
    this.topics = topics;
    this.history = PoolHistory.read(source, topics, pool);
    this.undecoded = source.undecoded(topics.deadLetters().name());
    this.written = written;
    this.zip = zip;
  }

  /**
   * Writes a bundle; one that is there is replaced once the new one is whole.
   *
   * @param lastRound a closed round of the pool
   * @param level empty: full unless records have expired; {@link Level#FULL}: all records that the
   *     rounds saw, those of other pools in the same topics as well, since the input digests are
   *     over all; {@link Level#EVIDENCE}: what was decided, and the descriptors of those images
   * @param written told now and then how many records were written
   * @return a line for each schema id that the registry does not know, with the first record that
   *     has it; such records are written as they are
   * @throws UnreadableSourceException if the round does not exist or records have expired
   * @throws IOException if the file cannot be written
   */
  public static List<String> write(
      Path file,
      String pool,
      long lastRound,
      Optional<Level> level,
      RecordSource source,
      TopicCatalog topics,
      LongConsumer written)
      throws IOException {
    Level chosen = level.orElseGet(() -> PoolAudit.possibleLevel(source, topics));
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    List<String> unreadable;
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
      BundleWriter bundle = new BundleWriter(pool, lastRound, chosen, source, topics, written, zip);
      bundle.write();
      unreadable = bundle.unreadable;
    } catch (UncheckedIOException e) {
      Files.deleteIfExists(unfinished);
      throw e.getCause();
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    return unreadable;
  }

  private void write() throws IOException {
    if (history.round(lastRound).manifest() == null) {
      throw new UnreadableSourceException("pool " + pool + " has no closed round " + lastRound);
    }
    if (level == Level.FULL) {
      for (Topic<?> topic : PoolAudit.inputs(topics)) {
        inputs(topic, record -> true);
      }
    } else {
      leaveOut(topics.scores());
      inputs(topics.descriptors(), ofDecidedImages());
      leaveOut(topics.labels());
      leaveOut(topics.poolCommands());
    }
    outputs(topics.rounds(), closed -> covers(closed.getPool(), closed.getRound()));
    outputs(topics.roundDecisions(), decided -> covers(decided.getPool(), decided.getRound()));
    outputs(topics.annotationRequests(), asked -> covers(asked.getPool(), asked.getRound()));
    Set<Integer> known = writeSchemas();
    writeUndecoded(known);
    zip.putNextEntry(entry(BundleIndex.ENTRY));
    zip.write(
        new BundleIndex(BundleIndex.FORMAT, level, pool, lastRound, topics.prefix(), extents)
            .toJson());
    zip.closeEntry();
  }

  /** Returns the ids whose schemas could be written. */
  private Set<Integer> writeSchemas() throws IOException {
    Set<Integer> known = new HashSet<>();
    for (Map.Entry<Integer, Place> schema : schemas.entrySet()) {
      String text;
      try {
        text = topics.schemas().schemaOf(schema.getKey()).toString();
      } catch (MalformedRecordException e) {
        // Evidence has what nobody can read, too: an audit passes over it as the application did.
        unreadable.add(schema.getValue() + ": " + e.getMessage());
        continue;
      }
      zip.putNextEntry(entry(BundleIndex.schemaEntry(schema.getKey())));
      zip.write(text.getBytes(UTF_8));
      known.add(schema.getKey());
    }
    return known;
  }

  /** Only a record whose schema is in the bundle could be taken for one that counted. */
  private void writeUndecoded(Set<Integer> known) throws IOException {
    zip.putNextEntry(entry(UndecodedEntry.NAME));
    UndecodedEntry.write(
        undecodedHere.entrySet().stream()
            .filter(record -> known.contains(record.getValue()))
            .map(Map.Entry::getKey)
            .toList(),
        undecoded.expired(),
        zip);
  }

  private boolean covers(String name, long round) {
    return name.equals(pool) && round <= lastRound;
  }

  private Predicate<StoredRecord> ofDecidedImages() {
    Set<String> images = history.decidedImages(lastRound);
    return record -> record.key() != null && images.contains(new String(record.key(), UTF_8));
  }

  /** Copies what the rounds saw of a topic. */
  private void inputs(Topic<?> topic, Predicate<StoredRecord> kept) throws IOException {
    List<Extent> partitions = new ArrayList<>();
    for (int partition = 0; partition < source.partitions(topic.name()); partition++) {
      long begin = source.begin(topic.name(), partition);
      if (level == Level.FULL && begin > 0) {
        throw new UnreadableSourceException(
            "records of %s-%d before offset %d have expired, only --level evidence is possible"
                .formatted(topic.name(), partition, begin));
      }
      long end = Math.max(begin, endOfInput(topic, partition));
      partitions.add(copy(topic, partition, new Extent(begin, end, 0), kept));
    }
    extents.put(topic.name(), partitions);
  }

  private void leaveOut(Topic<?> topic) {
    List<Extent> partitions = new ArrayList<>();
    for (int partition = 0; partition < source.partitions(topic.name()); partition++) {
      long end = endOfInput(topic, partition);
      partitions.add(new Extent(end, end, 0));
    }
    extents.put(topic.name(), partitions);
  }

  /** Of all rounds: one that was aborted may not say how far a partition had come. */
  private long endOfInput(Topic<?> topic, int partition) {
    return LongStream.rangeClosed(1, lastRound)
        .mapToObj(round -> history.round(round).manifest())
        .filter(Objects::nonNull)
        .map(manifest -> manifest.getOffsets().getOrDefault(topic.name(), Map.of()))
        .map(offsets -> offsets.get(Integer.toString(partition)))
        .filter(Objects::nonNull)
        .mapToLong(last -> last + 1)
        .max()
        .orElse(0);
  }

  /** Copies what was written of the rounds to a topic, and what nobody can read there. */
  private <V> void outputs(Topic<V> topic, Predicate<V> covered) throws IOException {
    RecordDecoder<V> decoder = new RecordDecoder<>(topic);
    List<Extent> partitions = new ArrayList<>();
    for (int partition = 0; partition < source.partitions(topic.name()); partition++) {
      int number = partition;
      Extent all =
          new Extent(source.begin(topic.name(), partition), source.end(topic.name(), partition), 0);
      partitions.add(
          copy(topic, partition, all, record -> isKept(decoder, number, record, covered)));
    }
    extents.put(topic.name(), partitions);
  }

  private static <V> boolean isKept(
      RecordDecoder<V> decoder, int partition, StoredRecord record, Predicate<V> covered) {
    boolean[] kept = {false};
    decoder.read(
        partition,
        record.offset(),
        record.key(),
        record.value(),
        (key, value) -> kept[0] = covered.test(value),
        unreadable -> kept[0] = true);
    return kept[0];
  }

  /** Returns the extent with the number of records that were copied. */
  private Extent copy(Topic<?> topic, int partition, Extent extent, Predicate<StoredRecord> kept)
      throws IOException {
    zip.putNextEntry(entry(BundleIndex.recordsEntry(topic.name(), partition)));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip, BUFFER_BYTES));
    long[] copied = {0};
    source.read(
        topic.name(),
        partition,
        extent.begin(),
        extent.end(),
        record -> {
          if (kept.test(record)) {
            copy(new Place(topic.name(), partition, record.offset()), record, out);
            copied[0]++;
          }
        });
    out.flush();
    zip.closeEntry();
    written.accept(copied[0]);
    return new Extent(extent.begin(), extent.end(), copied[0]);
  }

  private void copy(Place place, StoredRecord record, DataOutputStream out) {
    if (record.value() != null) {
      WireFormat.schemaId(record.value())
          .ifPresent(
              id -> {
                schemas.putIfAbsent(id, place);
                if (undecoded.records().contains(place)) {
                  undecodedHere.put(place, id);
                }
              });
    }
    try {
      RecordFrame.write(record, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    return entry;
  }
}
