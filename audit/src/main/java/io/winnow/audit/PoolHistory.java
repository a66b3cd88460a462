package io.winnow.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.audit.RoundRecords.Requested;
import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** What was written of all rounds of a pool. */
public final class PoolHistory {

  private final String pool;
  private final SortedMap<Long, RoundClosed> manifests = new TreeMap<>();
  private final SortedMap<Long, List<CandidateDecided>> decisions = new TreeMap<>();
  private final SortedMap<Long, List<Requested>> requests = new TreeMap<>();

  /** How often each round's manifest was found. */
  private final SortedMap<Long, Integer> copies = new TreeMap<>();

  private PoolHistory(String pool) {
    this.pool = pool;
  }

  /** Returns the pools that have a closed round, ascending. */
  public static Set<String> pools(RecordSource source, TopicCatalog topics) {
    Set<String> pools = new TreeSet<>();
    readAll(source, topics.rounds(), (key, round) -> pools.add(round.getPool()));
    return pools;
  }

  /** Reads rounds, decisions and annotation requests. */
  public static PoolHistory read(RecordSource source, TopicCatalog topics, String pool) {
    PoolHistory history = new PoolHistory(pool);
    readAll(source, topics.rounds(), (key, round) -> history.add(round));
    readAll(source, topics.roundDecisions(), (key, decision) -> history.add(decision));
    readAll(source, topics.annotationRequests(), history::add);
    return history;
  }

  /** Returns the number of the last round; 0 if there is none. */
  public long lastRound() {
    return manifests.isEmpty() ? 0 : manifests.lastKey();
  }

  /**
   * Returns the rounds from {@code first} to {@code last} that have a manifest, and of each gap
   * between them the first one: a forged number must not make an audit count up to it.
   */
  List<Long> rounds(long first, long last) {
    List<Long> rounds = new ArrayList<>();
    long expected = first;
    for (long round : manifests.tailMap(first).keySet()) {
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

  private static <V> void readAll(RecordSource source, Topic<V> topic, BiConsumer<String, V> sink) {
    for (int partition = 0; partition < source.partitions(topic.name()); partition++) {
      int number = partition;
      source.read(
          topic.name(),
          partition,
          source.begin(topic.name(), partition),
          source.end(topic.name(), partition),
          record -> {
            if (record.value() != null) {
              sink.accept(
                  record.key() == null ? null : new String(record.key(), UTF_8),
                  decode(topic, number, record));
            }
          });
    }
  }

  private static <V> V decode(Topic<V> topic, int partition, StoredRecord record) {
    try {
      return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    } catch (MalformedRecordException e) {
      throw new UnreadableSourceException(
          topic.name() + "-" + partition + "@" + record.offset() + ": " + e.getMessage(), e);
    }
  }
}
