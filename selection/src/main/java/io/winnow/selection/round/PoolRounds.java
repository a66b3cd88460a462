package io.winnow.selection.round;

import io.winnow.selection.policy.PoolPolicy;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** What the round side remembers of a pool. */
final class PoolRounds {

  /** The pool's policy, or null if it has none (any more). */
  PoolPolicy policy;

  /** Number of the last round that was closed; 0 before the first. */
  long lastRound;

  /** Digest of its manifest; null before the first. */
  String lastDigest;

  /** End of the last window a round was opened for. */
  long lastWindowEnd;

  /** Requests that wait for their round. */
  final Deque<RoundRequest> requests = new ArrayDeque<>();

  /** How many candidates ever became eligible, per partition, as far as reported. */
  final long[] grown;

  /** Their sum when the last round looked. */
  long grownAtLastRound;

  /** The open round, or null. */
  OpenedRound open;

  /** Whether rounds have gone over to the policy's next encoder. */
  EncoderSwitch encoderSwitch;

  PoolRounds(int partitions) {
    grown = new long[partitions];
    encoderSwitch = new EncoderSwitch(partitions);
  }

  void applyPolicy(PoolPolicy newPolicy, long timestamp) {
    Long oldAdvance = policy == null ? null : policy.timing().windowAdvanceMs();
    Long advance = newPolicy == null ? null : newPolicy.timing().windowAdvanceMs();
    if (advance != null && !advance.equals(oldAdvance)) {
      lastWindowEnd = Math.floorDiv(timestamp, advance) * advance;
    }
    policy = newPolicy;
    encoderSwitch.apply(newPolicy);
  }

  /** Returns the policy that rounds go by, or null. */
  PoolPolicy policyInForce() {
    return encoderSwitch.inForce(policy);
  }

  /** A report may overtake an earlier one of the same partition; the count only grows. */
  void grew(int partition, long becameEligible) {
    grown[partition] = Math.max(grown[partition], becameEligible);
  }

  long grownSinceLastRound() {
    return Arrays.stream(grown).sum() - grownAtLastRound;
  }
}
