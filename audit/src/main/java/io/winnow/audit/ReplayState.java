package io.winnow.audit;

import io.winnow.selection.ledger.LedgerStores;

/** Where a replay keeps the state of its partitions. */
public interface ReplayState extends AutoCloseable {

  /** Returns the empty stores of a partition. */
  LedgerStores partition(int number);

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
      public void close() {
        // nothing is held open
      }
    };
  }
}
