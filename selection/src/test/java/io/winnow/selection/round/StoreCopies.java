package io.winnow.selection.round;

import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.SortedMapStore;

/** Copies of stores in memory. */
final class StoreCopies {

  private StoreCopies() {}

  static LedgerStores of(LedgerStores stores) {
    return new LedgerStores(
        ((SortedMapStore) stores.candidates()).copy(),
        ((SortedMapStore) stores.descriptors()).copy(),
        ((SortedMapStore) stores.ranking()).copy(),
        ((SortedMapStore) stores.timeline()).copy(),
        ((SortedMapStore) stores.sample()).copy(),
        ((SortedMapStore) stores.openRounds()).copy(),
        ((SortedMapStore) stores.pools()).copy(),
        ((SortedMapStore) stores.positions()).copy());
  }

  /** Indexes have no changelog: after a crash they are empty. */
  static LedgerStores withoutIndexes(LedgerStores committed) {
    LedgerStores stores = of(committed);
    return new LedgerStores(
        stores.candidates(),
        stores.descriptors(),
        new SortedMapStore(),
        new SortedMapStore(),
        new SortedMapStore(),
        stores.openRounds(),
        stores.pools(),
        stores.positions());
  }
}
