package io.winnow.selection.round;

import io.winnow.selection.policy.PoolPolicy;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What the round side remembers of a pool. */
final class PoolRounds {

  /** The pool's policy, or null if it has none (any more). */
  PoolPolicy policy;

  /** How many times the partitions were told a policy. */
  long policies;

  /** Number of the last round that was closed; 0 before the first. */
  long lastRound;

  /** Digest of its manifest; null before the first. */
  String lastDigest;

  /** End of the last window a round was opened for. */
  long lastWindowEnd;

  /** Requests that wait for their round. */
  final Deque<RoundRequest> requests = new ArrayDeque<>();

  /** The requests it took last. */
  RequestIds requestIds = new RequestIds(new long[0]);

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

  /**
   * Takes a policy, or null, which ends the pool's rounds.
   *
   * @return the requests that wait no longer: they were made of the policy that ended
   */
  List<RoundRequest> applyPolicy(PoolPolicy newPolicy, long timestamp) {
    Long oldAdvance = policy == null ? null : policy.timing().windowAdvanceMs();
    Long advance = newPolicy == null ? null : newPolicy.timing().windowAdvanceMs();
    if (advance != null && !advance.equals(oldAdvance)) {
      lastWindowEnd = Math.floorDiv(timestamp, advance) * advance;
    }
    policy = newPolicy;
    encoderSwitch.apply(newPolicy);
    if (newPolicy != null) {
      return List.of();
    }
    List<RoundRequest> dropped = List.copyOf(requests);
    dropped.forEach(request -> requestIds.remove(request.requestId()));
    requests.clear();
    return dropped;
  }

  /**
   * Takes the manifest of the open round, which thereby ends.
   *
   * @param grownInAll what the count trigger counts from
   */
  void close(RoundManifest manifest, long grownInAll) {
    lastRound = manifest.round();
    lastDigest = manifest.digest();
    grownAtLastRound = grownInAll;
    open = null;
  }

  /** Returns the policy that rounds go by, or null. */
  PoolPolicy policyInForce() {
    return encoderSwitch.inForce(policy);
  }

  /** A report may overtake an earlier one of the same partition; the count only grows. */
  void grew(int partition, long becameEligible) {
    grown[partition] = Math.max(grown[partition], becameEligible);
  }

  long grownInAll() {
    return Arrays.stream(grown).sum();
  }

  long grownSinceLastRound() {
    return grownInAll() - grownAtLastRound;
  }
}
