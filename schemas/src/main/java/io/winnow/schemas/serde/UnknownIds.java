package io.winnow.schemas.serde;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long records wait for a registry to learn the id of their schema. A registry that follows
 * another knows a new schema later than the producer that registered it. An id is looked up again
 * for a bounded time when it is met first, and not at all for a while after that. Waiting and
 * asking have budgets per interval, so that records with any number of made-up ids cost a stream
 * thread a known share of its time. Thread-safe.
 */
final class UnknownIds {
  /** How long one answer counts. */
  static final Duration REMEMBERED = Duration.ofSeconds(30);

  /** What the budgets are per. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** How many ids may be asked for in vain per interval, at about a millisecond each. */
  static final int LOOK_UPS = 1_000;

  /** How many ids may be waited for in full per interval. */
  static final int WAITS = 2;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int LARGEST_MEMORY = 10_000;

  private final long waitNanos;
  private final LongSupplier clock;
  private final Pause pause;

  // Oldest first: id to when it was found unknown.
  private final Map<Integer, Long> unknownSince =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
          return size() > LARGEST_MEMORY;
        }
      };

  private long intervalStart;
  private int lookUps;
  private long waitedNanos;

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    void nanos(long nanos);
  }

  /** What is asked of the registry. */
  @FunctionalInterface
  interface LookUp<R> {
    /**
     * Asks once.
     *
     * @throws UnknownSchemaIdException if the registry does not know the id
     */
    R ask();
  }

  /**
   * Nothing was asked yet.
   *
   * @param wait longest time that a record with a new id waits
   * @param clock in nanoseconds, from any origin
   */
  UnknownIds(Duration wait, LongSupplier clock, Pause pause) {
    this.waitNanos = wait.toNanos();
    this.clock = clock;
    this.pause = pause;
    this.intervalStart = clock.getAsLong();
  }

  /**
   * The registry's answer.
   *
   * @throws UnknownSchemaIdException if it does not know the id in time
   */
  <R> R answer(int id, LookUp<R> lookUp) {
    boolean isNew = admit(id);
    long pauseNanos = FIRST_PAUSE.toNanos();
    long leftNanos = isNew ? waitNanos : 0;
    while (true) {
      try {
        R answer = lookUp.ask();
        forget(id);
        return answer;
      } catch (UnknownSchemaIdException e) {
        long granted = remember(id, Math.min(pauseNanos, leftNanos));
        if (granted == 0) {
          throw e;
        }
        pause.nanos(granted);
        leftNanos -= granted;
        pauseNanos *= 2;
      }
    }
  }

  /**
   * Lets the registry be asked.
   *
   * @return whether the id was not asked for lately
   * @throws UnknownSchemaIdException if it is not to be asked now
   */
  private synchronized boolean admit(int id) {
    long now = clock.getAsLong();
    if (now - intervalStart >= INTERVAL.toNanos()) {
      intervalStart = now;
      lookUps = 0;
      waitedNanos = 0;
    }
    Long since = unknownSince.get(id);
    if (since != null && now - since < REMEMBERED.toNanos()) {
      throw new UnknownSchemaIdException(id, "", null);
    }
    if (lookUps >= LOOK_UPS) {
      throw new UnknownSchemaIdException(
          id, ", not looked up: " + LOOK_UPS + " others were unknown in the last minute", null);
    }
    return since == null;
  }

  /** Returns for how long the id may be waited for before it is asked for again; 0: no more. */
  private synchronized long remember(int id, long wanted) {
    lookUps++;
    long granted = Math.min(wanted, WAITS * waitNanos - waitedNanos);
    if (granted > 0) {
      waitedNanos += granted;
      return granted;
    }
    unknownSince.remove(id);
    unknownSince.put(id, clock.getAsLong());
    return 0;
  }

  private synchronized void forget(int id) {
    unknownSince.remove(id);
  }
}
