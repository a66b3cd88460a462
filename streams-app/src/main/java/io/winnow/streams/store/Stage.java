package io.winnow.streams.store;

import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.OrderedStore;
import java.util.ArrayList;
import java.util.List;

/**
 * What one record does to the stores of a task, all of it or nothing. Records are handled one after
 * another, so one stage serves all of them.
 *
 * <p>In the heap it takes at most {@link #STATE_BYTES} for each store of state and {@link
 * #INDEX_BYTES} for each index. Records about images, policies, requests and reports stay far
 * below. A command can write as much as the pool has: of what goes beyond, indexes can be built
 * again from the state, and the state can only be given back by aborting the transaction.
 */
public final class Stage {

  /** What stays of a record that was discarded. */
  public enum Left {
    /** All is as if the record had never come. */
    NOTHING,
    /** Indexes must be built again from the state. */
    INDEXES,
    /** A part of its state: the transaction must be aborted. */
    STATE
  }

  static final long STATE_BYTES = 16L << 20;
  static final long INDEX_BYTES = 1L << 20;

  private final List<StagedStore> state = new ArrayList<>();
  private final List<StagedStore> indexes = new ArrayList<>();

  /** Returns the stores of a pool task with this stage before them. Positions are not staged. */
  public LedgerStores before(LedgerStores stores) {
    return new LedgerStores(
        beforeState(stores.candidates()),
        beforeState(stores.descriptors()),
        beforeIndex(stores.ranking()),
        beforeIndex(stores.timeline()),
        beforeIndex(stores.sample()),
        beforeState(stores.openRounds()),
        beforeState(stores.pools()),
        // A record that becomes a dead letter has been read, too.
        stores.positions());
  }

  /** Returns the store with this stage before it. */
  public OrderedStore beforeState(OrderedStore store) {
    return add(state, new StagedStore(store, STATE_BYTES));
  }

  private OrderedStore beforeIndex(OrderedStore store) {
    return add(indexes, new StagedStore(store, INDEX_BYTES));
  }

  private static OrderedStore add(List<StagedStore> stores, StagedStore store) {
    stores.add(store);
    return store;
  }

  /** Returns whether the record wrote anything. */
  public boolean written() {
    return state.stream().anyMatch(StagedStore::written)
        || indexes.stream().anyMatch(StagedStore::written);
  }

  /** Hands what the record wrote to the stores. */
  public void commit() {
    state.forEach(StagedStore::commit);
    indexes.forEach(StagedStore::commit);
  }

  /** Forgets what the record wrote and returns what could not be forgotten. */
  public Left discard() {
    Left left = Left.NOTHING;
    if (state.stream().anyMatch(StagedStore::spilled)) {
      left = Left.STATE;
    } else if (indexes.stream().anyMatch(StagedStore::spilled)) {
      left = Left.INDEXES;
    }
    state.forEach(StagedStore::discard);
    indexes.forEach(StagedStore::discard);
    return left;
  }
}
