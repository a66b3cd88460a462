package io.winnow.selection.round;

import io.winnow.selection.ledger.EncoderProgress;
import io.winnow.selection.policy.EncoderChange;
import io.winnow.selection.policy.EncoderPolicy;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.round.PoolReport.NextEncoder;
import java.util.Arrays;
import java.util.Objects;

/**
 * When a pool goes over to its policy's next encoder: as soon as all partitions have reported and
 * their sum reaches the policy's share, and then for good, until a policy names other encoders.
 * Going back by itself would make the descriptors that rounds compare depend on chance.
 */
final class EncoderSwitch {

  private EncoderChange change;
  private boolean done;

  /** As last reported by each partition; null where it has not. */
  private final EncoderProgress[] progress;

  EncoderSwitch(int partitions) {
    progress = new EncoderProgress[partitions];
  }

  /** Restores what was remembered. */
  EncoderSwitch(EncoderChange change, boolean done, EncoderProgress[] progress) {
    this.change = change;
    this.done = done;
    this.progress = progress.clone();
  }

  /** Takes a policy; starts anew if that names other encoders. */
  void apply(PoolPolicy policy) {
    EncoderChange ordered = policy == null ? null : policy.encoders().change();
    if (!Objects.equals(ordered, change)) {
      change = ordered;
      done = false;
      Arrays.fill(progress, null);
    }
    if (policy != null) {
      finishIfReached(policy.encoders());
    }
  }

  /**
   * Takes a partition's report; one about another change is out of date.
   *
   * @return whether the pool goes over now
   */
  boolean report(int partition, NextEncoder reported, PoolPolicy policy) {
    if (policy == null || done || !reported.change().equals(change)) {
      return false;
    }
    progress[partition] = reported.progress();
    return finishIfReached(policy.encoders());
  }

  private boolean finishIfReached(EncoderPolicy encoders) {
    if (change == null || done || Arrays.stream(progress).anyMatch(Objects::isNull)) {
      return false;
    }
    done =
        Arrays.stream(progress)
            .reduce(EncoderProgress.NONE, EncoderProgress::plus)
            .reaches(encoders.switchShare());
    return done;
  }

  /**
   * Returns the policy that rounds go by: after the switch, the next encoder is the present one.
   */
  PoolPolicy inForce(PoolPolicy policy) {
    return policy != null && done ? policy.with(policy.encoders().changed()) : policy;
  }

  EncoderChange change() {
    return change;
  }

  boolean done() {
    return done;
  }

  EncoderProgress[] progress() {
    return progress.clone();
  }
}
