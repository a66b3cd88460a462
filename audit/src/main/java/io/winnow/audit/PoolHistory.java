package io.winnow.audit;

import io.winnow.audit.RoundRecords.Requested;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.RecordDecoder;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.UnreadableRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What was written of all rounds of a pool. */
public final class PoolHistory {

  private final String pool;
  private final SortedMap<Long, RoundClosed> manifests = new TreeMap<>();
  private final SortedMap<Long, List<CandidateDecided>> decisions = new TreeMap<>();
  private final SortedMap<Long, List<Requested>> requests = new TreeMap<>();

  /** How often each round's manifest was found. */
  private final SortedMap<Long, Integer> copies = new TreeMap<>();

  private final SortedSet<Long> withoutManifest = new TreeSet<>();
  private final List<UnreadableRecord> unreadable = new ArrayList<>();

  private PoolHistory(String pool) {
    this.pool = pool;
  }

  /** Returns the pools that have a closed round, ascending. */
  public static Set<String> pools(RecordSource source, TopicCatalog topics) {
    return pools(source, topics, unreadable -> {});
  }

  /**
   * Returns the pools that have a closed round, ascending.
   *
   * @param unreadable told of records that are no manifests
   */
  public static Set<String> pools(
      RecordSource source, TopicCatalog topics, Consumer<UnreadableRecord> unreadable) {
    Set<String> pools = new TreeSet<>();
    readAll(source, topics.rounds(), (key, round) -> pools.add(round.getPool()), unreadable);
    return pools;
  }

  /** Reads rounds, decisions and annotation requests. */
  public static PoolHistory read(RecordSource source, TopicCatalog topics, String pool) {
    PoolHistory history = new PoolHistory(pool);
    Consumer<UnreadableRecord> unreadable = history.unreadable::add;
    readAll(source, topics.rounds(), (key, round) -> history.add(round), unreadable);
    readAll(source, topics.roundDecisions(), (key, decision) -> history.add(decision), unreadable);
    readAll(source, topics.annotationRequests(), history::add, unreadable);
    history.findLostManifests(source, topics);
    return history;
  }

  /**
   * Finds the rounds after the last one of which only the manifest cannot be read: they must not
   * look as if they had never been.
   */
  private void findLostManifests(RecordSource source, TopicCatalog topics) {
    long last = lastClosed();
    withoutManifest.addAll(decisions.tailMap(last + 1).keySet());
    withoutManifest.addAll(requests.tailMap(last + 1).keySet());
    boolean lost =
        unreadable.stream().anyMatch(record -> record.topic().equals(topics.rounds().name()));
    if (!lost || withoutManifest.isEmpty()) {
      withoutManifest.clear();
      return;
    }
    // A round may have been closed since its topic was read.
    readAll(
        source,
        topics.rounds(),
        (key, round) -> {
          if (round.getPool().equals(pool)) {
            withoutManifest.remove(round.getRound());
          }
        },
        again -> {});
  }

  /**
   * Returns the records that nobody can read. Of which pool they are is not known; no service wrote
   * them.
   */
  public List<UnreadableRecord> unreadable() {
    return List.copyOf(unreadable);
  }

  /** Returns the number of the last round that has a manifest; 0 if there is none. */
  public long lastClosed() {
    return manifests.isEmpty() ? 0 : manifests.lastKey();
  }

  /** Returns the number of the last round, with a manifest or without; 0 if there is none. */
  long lastRound() {
    return withoutManifest.isEmpty() ? lastClosed() : withoutManifest.last();
  }

  /**
   * Returns the rounds from {@code first} to {@code last} that have a manifest or should have, and
   * of each gap between them the first one: a forged number must not make an audit count up to it.
   */
  List<Long> rounds(long first, long last) {
    List<Long> rounds = new ArrayList<>();
    long expected = first;
    SortedSet<Long> known = new TreeSet<>(manifests.keySet());
    known.addAll(withoutManifest);
    for (long round : known.tailSet(first)) {
      if (round > last) {
        break;
      }
      if (round > expected) {
        rounds.add(expected);
      }
      rounds.add(round);
      expected = round + 1;
    }
    return rounds;
  }

  /** Says that a round has no manifest, and why there should be one. */
  String missing(long round) {
    return round < lastClosed()
        ? "the manifest is missing, later ones are there"
        : "the manifest cannot be read, decisions of the round are there";
  }

  /** Returns how many manifests a round has; more than one is a forgery. */
  public int manifestsOf(long round) {
    return copies.getOrDefault(round, 0);
  }

  /** Returns what was written of a round. */
  public RoundRecords round(long number) {
    List<CandidateDecided> decided = new ArrayList<>(decisions.getOrDefault(number, List.of()));
    decided.sort(
        Comparator.comparingInt(CandidateDecided::getRank)
            .thenComparing(CandidateDecided::getImageId));
    List<Requested> requested = new ArrayList<>(requests.getOrDefault(number, List.of()));
    requested.sort(
        Comparator.<Requested>comparingInt(one -> one.request().getRank())
            .thenComparing(Requested::imageId));
    return new RoundRecords(manifests.get(number), decided, requested);
  }

  /** Returns all images that the rounds up to {@code last} looked at. */
  public Set<String> decidedImages(long last) {
    Set<String> images = new HashSet<>();
    decisions
        .headMap(last + 1)
        .values()
        .forEach(round -> round.forEach(decided -> images.add(decided.getImageId())));
    return images;
  }

  private void add(RoundClosed round) {
    if (round.getPool().equals(pool)) {
      manifests.put(round.getRound(), round);
      copies.merge(round.getRound(), 1, Integer::sum);
    }
  }

  private void add(CandidateDecided decision) {
    if (decision.getPool().equals(pool)) {
      decisions.computeIfAbsent(decision.getRound(), round -> new ArrayList<>()).add(decision);
    }
  }

  private void add(String imageId, AnnotationRequested request) {
    if (request.getPool().equals(pool)) {
      requests
          .computeIfAbsent(request.getRound(), round -> new ArrayList<>())
          .add(new Requested(imageId, request));
    }
  }

  private static <V> void readAll(
      RecordSource source,
      Topic<V> topic,
      BiConsumer<String, V> sink,
      Consumer<UnreadableRecord> unreadable) {
    RecordDecoder<V> decoder = new RecordDecoder<>(topic);
    for (int partition = 0; partition < source.partitions(topic.name()); partition++) {
      int number = partition;
      source.read(
          topic.name(),
          partition,
          source.begin(topic.name(), partition),
          source.end(topic.name(), partition),
          record ->
              decoder.read(
                  number, record.offset(), record.key(), record.value(), sink, unreadable));
    }
  }
}
