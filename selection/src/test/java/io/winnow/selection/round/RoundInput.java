package io.winnow.selection.round;

import io.winnow.selection.policy.PoolPolicy;
import java.util.Optional;

/** A policy (request and abort null), a request or an abort. */
record RoundInput(String pool, PoolPolicy policy, RoundRequest request, AbortRequest abort) {

  RoundInput(String pool, PoolPolicy policy, RoundRequest request) {
    this(pool, policy, request, null);
  }

  /** Gives it to a coordinator; an abort of a round that is not open becomes a dead letter. */
  Optional<Step> give(RoundCoordinator coordinator, long policiesSince, long now) {
    if (request != null) {
      return Optional.of(coordinator.onRequest(pool, request, now));
    } else if (abort == null) {
      return Optional.of(coordinator.onPolicy(pool, policy, policiesSince, now));
    }
    try {
      return Optional.of(coordinator.onAbort(pool, abort, now));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }
}
