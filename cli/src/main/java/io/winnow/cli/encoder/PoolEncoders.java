package io.winnow.cli.encoder;

import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.cli.policy.PolicyTable;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.selection.resampling.Resamplers;

/**
 * A pool's policy and the encoder that its rounds have come to.
 *
 * @param policy as it was set
 * @param gone whether the last round used the policy's next encoder already
 */
record PoolEncoders(PoolPolicy policy, boolean gone) {

  /**
   * Reads policy and rounds.
   *
   * @throws io.winnow.cli.console.CommandException if the pool has no policy
   */
  static PoolEncoders of(Cluster cluster, String pool) {
    PoolPolicy policy = PolicyTable.read(cluster).require(pool);
    if (policy.getNextEncoderId() == null) {
      return new PoolEncoders(policy, false);
    }
    RoundClosed[] last = {null};
    try (TopicReader<RoundClosed> reader = new TopicReader<>(cluster, cluster.catalog().rounds())) {
      reader.readAll(
          (key, round) -> {
            if (key.equals(pool)) {
              last[0] = round;
            }
          });
    }
    return new PoolEncoders(
        policy, last[0] != null && last[0].getEncoderId().equals(policy.getNextEncoderId()));
  }

  /** The encoder of the rounds. */
  String currentId() {
    return gone ? policy.getNextEncoderId() : policy.getEncoderId();
  }

  private int currentSize() {
    return gone ? policy.getNextDescriptorSize() : policy.getDescriptorSize();
  }

  /**
   * Returns the policy that lets the pool go over. A cosine for {@code adaptive-nms} was that of
   * the present encoder; it becomes the next one's if the pool goes over at once.
   *
   * @param share null keeps the policy's
   * @param now without waiting for the share
   */
  PoolPolicy goingOverTo(Encoder next, Double share, boolean now) {
    return PoolPolicy.newBuilder(policy)
        .setEncoderId(now ? next.encoderId() : currentId())
        .setDescriptorSize(now ? next.descriptorSize() : currentSize())
        .setNextEncoderId(now ? null : next.encoderId())
        .setNextDescriptorSize(now ? null : next.descriptorSize())
        .setEncoderSwitchShare(share == null ? policy.getEncoderSwitchShare() : share)
        .setSimilarityThreshold(now ? similarityThreshold(next) : policy.getSimilarityThreshold())
        .build();
  }

  private Double similarityThreshold(Encoder next) {
    boolean compares = policy.getResampler().equals(Resamplers.ADAPTIVE_NMS);
    return compares && policy.getSimilarityThreshold() != null
        ? next.fit().duplicateCosine().ifPlausible().orElse(null)
        : policy.getSimilarityThreshold();
  }
}
