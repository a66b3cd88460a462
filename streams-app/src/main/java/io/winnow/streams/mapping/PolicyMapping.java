package io.winnow.streams.mapping;

import io.winnow.selection.round.PoolPolicy;

/** Policies between Avro and the selection's own type. */
public final class PolicyMapping {

  private PolicyMapping() {}

  /**
   * @throws IllegalArgumentException if the policy is not valid, in one line that says why
   */
  public static PoolPolicy fromAvro(io.winnow.schemas.PoolPolicy policy) {
    return new PoolPolicy(
        policy.getBudget(),
        policy.getSr(),
        policy.getMeasure(),
        policy.getResampler(),
        policy.getSeed(),
        policy.getEncoderId(),
        policy.getDescriptorSize(),
        policy.getWindowSizeMs(),
        policy.getWindowAdvanceMs(),
        policy.getGraceMs(),
        policy.getTriggerCount());
  }

  public static io.winnow.schemas.PoolPolicy toAvro(PoolPolicy policy) {
    return io.winnow.schemas.PoolPolicy.newBuilder()
        .setBudget(policy.budget())
        .setSr(policy.sr())
        .setMeasure(policy.measure())
        .setResampler(policy.resampler())
        .setSeed(policy.seed())
        .setEncoderId(policy.encoderId())
        .setDescriptorSize(policy.descriptorSize())
        .setWindowSizeMs(policy.windowSizeMs())
        .setWindowAdvanceMs(policy.windowAdvanceMs())
        .setGraceMs(policy.graceMs())
        .setTriggerCount(policy.triggerCount())
        .build();
  }
}
