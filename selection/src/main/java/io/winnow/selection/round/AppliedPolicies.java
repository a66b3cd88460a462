package io.winnow.selection.round;

import io.winnow.selection.ledger.OrderedStore;
import io.winnow.selection.ledger.StoreKey;
import io.winnow.selection.round.PoolCommand.PolicyApplied;
import java.nio.ByteBuffer;

/** The number of the last policy that a partition obeyed, per pool. */
final class AppliedPolicies {

  private static final String APPLIED = "applied-policy";

  private final OrderedStore store;

  AppliedPolicies(OrderedStore store) {
    this.store = store;
  }

  /** Notes that a policy is obeyed now, unless it or a later one was before. */
  boolean advance(PolicyApplied command) {
    byte[] key = StoreKey.of(APPLIED, command.pool());
    byte[] last = store.get(key);
    if (command.number() == 0) {
      return true;
    }
    if (last != null && command.number() <= ByteBuffer.wrap(last).getLong()) {
      return false;
    }
    store.put(key, ByteBuffer.allocate(Long.BYTES).putLong(command.number()).array());
    return true;
  }
}
