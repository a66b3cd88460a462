package io.winnow.audit;

import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.schemas.topic.UnreadableRecord;
import io.winnow.selection.digest.UnsupportedVersionException;
import io.winnow.selection.round.ClosedRound;
import io.winnow.streams.mapping.ManifestMapping;
import io.winnow.streams.signature.ManifestVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Replays the rounds of a pool and says of each whether what was written follows from its inputs.
 */
public final class PoolAudit {

  private final String pool;
  private final RecordSource source;
  private final TopicCatalog topics;
  private final Level level;
  private final Optional<ManifestVerifier> signatures;
  private final PoolHistory history;

  /** Full audits of the pool's rounds; signatures are not looked at. */
  public PoolAudit(String pool, RecordSource source, TopicCatalog topics) {
    this(pool, source, topics, Optional.of(Level.FULL), Optional.empty());
  }

  /**
   * Reads what was written of the pool's rounds.
   *
   * @param level how far to look; empty: as far as the records allow
   * @param signatures checks those of manifests; then one without is a finding
   */
  public PoolAudit(
      String pool,
      RecordSource source,
      TopicCatalog topics,
      Optional<Level> level,
      Optional<ManifestVerifier> signatures) {
    this.pool = pool;
    this.source = source;
    this.topics = topics;
    this.level = level.orElseGet(() -> possibleLevel(source, topics));
    this.signatures = signatures;
    this.history = PoolHistory.read(source, topics, pool);
  }

  /** Returns the topics whose records rounds follow from. */
  public static List<Topic<?>> inputs(TopicCatalog topics) {
    return List.of(topics.scores(), topics.descriptors(), topics.labels(), topics.poolCommands());
  }

  /** Returns how far an audit can look. */
  public static Level possibleLevel(RecordSource source, TopicCatalog topics) {
    return expired(source, topics).isEmpty() ? Level.FULL : Level.EVIDENCE;
  }

  /** Returns the number of the last round; 0 if there is none. */
  public long lastRound() {
    return history.lastRound();
  }

  /** Returns the records among what was written of rounds that nobody can read. */
  public List<UnreadableRecord> unreadable() {
    return history.unreadable();
  }

  /** Returns what was written of a round. */
  public RoundRecords written(long round) {
    return history.round(round);
  }

  /** Returns about how many records an audit of the rounds up to {@code round} reads. */
  public long records(long round) {
    RoundClosed manifest = history.round(Math.min(round, history.lastClosed())).manifest();
    if (manifest == null) {
      return 0;
    }
    return manifest.getOffsets().entrySet().stream()
        .filter(topic -> level == Level.FULL || topic.getKey().equals(topics.descriptors().name()))
        .flatMap(topic -> topic.getValue().values().stream())
        .mapToLong(offset -> offset + 1)
        .sum();
  }

  /** What is told of a replay as it goes on. */
  public interface Listener {
    /** So many more records were read. */
    void folded(long records);

    /** Whether an interrupted replay begins anew, so that {@link #replayed} sees every round. */
    default boolean needsEveryRound() {
      return false;
    }

    /** An interrupted replay goes on after this round. */
    default void resumed(long round) {}

    /** A round was decided again; it is still open at its partitions. */
    default void replayed(RoundRecords written, ReplayedRound round) {}
  }

  /**
   * Verifies all rounds up to {@code last} and hands on the verdicts of those from {@code first}
   * on.
   */
  public void verify(
      long first,
      long last,
      ReplayState state,
      Listener listener,
      Consumer<RoundVerdict> verdicts) {
    if (level == Level.EVIDENCE) {
      EvidenceAudit evidence =
          new EvidenceAudit(
              pool, source, topics, history, last, state.partition(0), listener::folded);
      for (long round : history.rounds(1, last)) {
        EvidenceAudit.Outcome outcome = evidence.verify(round);
        if (round >= first) {
          verdicts.accept(signed(verdict(round, outcome.verdict(), outcome.findings())));
        }
      }
      return;
    }
    Optional<String> expired = expired(source, topics);
    if (expired.isPresent()) {
      for (long round : history.rounds(first, last)) {
        verdicts.accept(signed(verdict(round, Verdict.UNVERIFIABLE, List.of(expired.get()))));
      }
      return;
    }
    replay(first, last, state, listener, verdicts);
  }

  private void replay(
      long first,
      long last,
      ReplayState state,
      Listener listener,
      Consumer<RoundVerdict> verdicts) {
    Optional<Checkpoint> saved =
        listener.needsEveryRound() ? Optional.empty() : state.saved().filter(this::isOfThisPool);
    List<RoundVerdict> found = new ArrayList<>();
    saved.ifPresent(
        checkpoint -> {
          state.restore();
          found.addAll(checkpoint.verdicts());
          listener.resumed(checkpoint.round());
        });
    found.stream()
        .filter(verdict -> verdict.round() >= first && verdict.round() <= last)
        .forEach(verdict -> verdicts.accept(signed(verdict)));
    PoolReplay replay = new PoolReplay(pool, source, topics, state, listener::folded);
    List<String> before = saved.map(Checkpoint::selected).orElse(null);
    for (long number = saved.map(Checkpoint::round).orElse(0L) + 1; number <= last; number++) {
      List<String> findings = new ArrayList<>();
      RoundRecords written = history.round(number);
      RoundClosed previous = history.round(number - 1).manifest();
      if (written.manifest() == null) {
        findings.add(history.missing(number));
      }
      Optional<String> unsupported = unsupported(written.manifest());
      if (unsupported.isPresent()) {
        findings.add(unsupported.get());
      }
      Replayed replayed =
          unsupported.isPresent()
              ? new Replayed(null, Verdict.UNVERIFIABLE)
              : replay(replay, written, previous, before, listener, findings);
      ClosedRound again = replayed.round();
      if (!findings.isEmpty()) {
        replay.doubt().ifPresent(findings::add);
      }
      RoundVerdict verdict = verdict(number, replayed.verdict(), findings);
      found.add(verdict);
      if (number >= first) {
        verdicts.accept(signed(verdict));
      }
      if (again == null) {
        for (long later : history.rounds(Math.max(first, number + 1), last)) {
          List<String> why = List.of("round " + number + " before it could not be replayed");
          verdicts.accept(signed(verdict(later, Verdict.UNVERIFIABLE, why)));
        }
        break;
      }
      before = again.query().stream().map(RoundComparison::imageId).toList();
      if (number < last) {
        String digest = written.manifest().getDigest();
        state.save(new Checkpoint(pool, number, digest, before, found));
      }
    }
    state.forget();
  }

  /** Returns which version a round was decided by that this software does not have, if any. */
  private static Optional<String> unsupported(RoundClosed manifest) {
    if (manifest == null) {
      return Optional.empty();
    }
    try {
      ManifestMapping.requireKnownVersions(manifest);
      return Optional.empty();
    } catch (UnsupportedVersionException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Not of a work directory that was used for other topics. */
  private boolean isOfThisPool(Checkpoint saved) {
    RoundClosed manifest = history.round(saved.round()).manifest();
    return saved.pool().equals(pool)
        && manifest != null
        && manifest.getDigest().equals(saved.digest());
  }

  /**
   * What a replay makes of a round.
   *
   * @param round decided again, or null if that is impossible
   */
  private record Replayed(ClosedRound round, Verdict verdict) {}

  /** Decides a round again; adds what differs. */
  private Replayed replay(
      PoolReplay replay,
      RoundRecords written,
      RoundClosed previous,
      List<String> before,
      Listener listener,
      List<String> findings) {
    if (written.manifest() == null) {
      return new Replayed(null, Verdict.DIFFERENT);
    }
    long number = written.manifest().getRound();
    if (history.manifestsOf(number) > 1) {
      findings.add("the manifest was written " + history.manifestsOf(number) + " times");
    }
    try {
      ReplayedRound again =
          replay.next(written.manifest(), previous == null ? null : previous.getDigest());
      if (before != null) {
        findings.addAll(RoundComparison.settlement(again.settledBefore(), before));
      }
      ClosedRound round = again.decided().round();
      findings.addAll(RoundComparison.findings(written, round));
      listener.replayed(written, again);
      return new Replayed(round, findings.isEmpty() ? Verdict.VERIFIED : Verdict.DIFFERENT);
    } catch (UnrepeatableException e) {
      findings.add(e.getMessage());
      return new Replayed(null, Verdict.UNVERIFIABLE);
    } catch (ReplayException e) {
      findings.add(e.getMessage());
      return new Replayed(null, Verdict.DIFFERENT);
    }
  }

  /** Says which records are gone that the first round saw. */
  private static Optional<String> expired(RecordSource source, TopicCatalog topics) {
    for (Topic<?> topic : inputs(topics)) {
      for (int partition = 0; partition < source.partitions(topic.name()); partition++) {
        long begin = source.begin(topic.name(), partition);
        if (begin > 0) {
          return Optional.of(
              "records of "
                  + topic.name()
                  + "-"
                  + partition
                  + " before offset "
                  + begin
                  + " have expired");
        }
      }
    }
    return Optional.empty();
  }

  private RoundVerdict verdict(long round, Verdict verdict, List<String> findings) {
    return new RoundVerdict(pool, round, level, verdict, findings);
  }

  /**
   * Adds what a signature says: a wrong one is a difference also where a round cannot be replayed.
   */
  private RoundVerdict signed(RoundVerdict replayed) {
    RoundClosed manifest = history.round(replayed.round()).manifest();
    Optional<String> problem =
        manifest == null ? Optional.empty() : signatures.flatMap(key -> key.problem(manifest));
    if (problem.isEmpty()) {
      return replayed;
    }
    List<String> findings = new ArrayList<>(replayed.findings());
    findings.add(problem.get());
    return verdict(replayed.round(), Verdict.DIFFERENT, findings);
  }
}
