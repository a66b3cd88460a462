package io.winnow.cli.round;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.policy.DescribingEncoders;
import io.winnow.schemas.RoundClosed;
import java.util.Optional;

/**
 * The commonest cause of a round that finds too little: the workers describe with another encoder
 * than the policy names.
 */
final class OtherEncoder {

  private OtherEncoder() {}

  /**
   * What to do about a round that left images out for want of a descriptor.
   *
   * @return empty if it filled its budget, left out none, or the workers describe with its encoder
   */
  static Optional<String> advice(Cluster cluster, RoundClosed round) {
    if (round.getAborted() != null
        || round.getWithoutDescriptor() == 0
        || round.getSelected() >= round.getBudget()) {
      return Optional.empty();
    }
    return new DescribingEncoders(cluster)
        .of(round.getPool())
        .filter(
            seen ->
                !seen.id().equals(round.getEncoderId())
                    || seen.descriptorSize() != round.getPolicy().getDescriptorSize())
        .map(seen -> advice(round, seen));
  }

  private static String advice(RoundClosed round, DescribingEncoders.Seen seen) {
    return String.format(
        "the newest descriptors are of encoder %s and length %d, the policy of pool %s names %s and"
            + " %d: start workers with that encoder (--set encoder=FILE), or take theirs: winnow"
            + " policy set --pool %s --encoder %s --descriptor-size %d",
        RoundText.encoder(seen.id()),
        seen.descriptorSize(),
        round.getPool(),
        RoundText.encoder(round.getEncoderId()),
        round.getPolicy().getDescriptorSize(),
        round.getPool(),
        seen.id(),
        seen.descriptorSize());
  }
}
