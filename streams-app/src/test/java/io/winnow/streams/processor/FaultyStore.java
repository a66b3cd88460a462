package io.winnow.streams.processor;

import io.winnow.selection.ledger.OrderedStore;
import java.util.function.Supplier;

/** A store that fails once, at a chosen call; a plan is shared by the stores of a task. */
final class FaultyStore implements OrderedStore {

  /** When the next fault comes. */
  static final class Plan {
    private int callsToFault;
    private Supplier<RuntimeException> fault;

    /** Lets the call with this number fail, from 1. */
    void failAt(int call, Supplier<RuntimeException> withFault) {
      callsToFault = call;
      fault = withFault;
    }

    /** Returns whether the fault has come, and lets none come from now on. */
    boolean disarm() {
      boolean came = fault == null;
      fault = null;
      return came;
    }

    private void call() {
      if (fault != null && --callsToFault == 0) {
        RuntimeException now = fault.get();
        fault = null;
        throw now;
      }
    }
  }

  private final OrderedStore store;
  private final Plan plan;

  FaultyStore(OrderedStore store, Plan plan) {
    this.store = store;
    this.plan = plan;
  }

  @Override
  public byte[] get(byte[] key) {
    plan.call();
    return store.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    plan.call();
    store.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    plan.call();
    store.delete(key);
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    plan.call();
    return store.range(from, to);
  }
}
