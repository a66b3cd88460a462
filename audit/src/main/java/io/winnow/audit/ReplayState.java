package io.winnow.audit;

import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.SortedMapStore;
import java.util.Optional;

/** Where a replay keeps its state. */
public interface ReplayState extends AutoCloseable {

  /**
   * The stores of the round side.
   *
   * @param rounds what is remembered of the rounds
   * @param reports to the open round, and what earlier ones selected
   */
  record RoundStores(OrderedStore rounds, OrderedStore reports) {}

  /** Returns the stores of a partition: empty, or as they were {@linkplain #restore restored}. */
  LedgerStores partition(int number);

  /** Returns the stores of the round side: empty, or as they were restored. */
  RoundStores rounds();

  /** Returns how far an interrupted replay came; empty if there is nothing to resume. */
  default Optional<Checkpoint> saved() {
    return Optional.empty();
  }

  /** Goes back to what was saved; to be called before any store is asked for. */
  default void restore() {
    throw new IllegalStateException("nothing was saved");
  }

  /** Saves all stores as they are, so that a replay can resume here. */
  default void save(Checkpoint checkpoint) {
    // what is in memory is lost with the process
  }

  /** Forgets what was saved: the replay is complete. */
  default void forget() {
    // nothing was saved
  }

  @Override
  void close();

  /** Keeps it in memory: some two kilobytes for a described image of 256 components. */
  static ReplayState inMemory() {
    return new ReplayState() {
      @Override
      public LedgerStores partition(int number) {
        return LedgerStores.inMemory();
      }

      @Override
      public RoundStores rounds() {
        return new RoundStores(new SortedMapStore(), new SortedMapStore());
      }

      @Override
      public void close() {
        // nothing is held open
      }
    };
  }
}
