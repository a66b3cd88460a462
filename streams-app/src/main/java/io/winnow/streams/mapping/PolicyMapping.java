package io.winnow.streams.mapping;

import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.constraint.Constraints;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.policy.EncoderPolicy;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.RoundMemory;
import io.winnow.selection.policy.TimingPolicy;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.uncertainty.BoxAggregation;
import io.winnow.selection.uncertainty.Committee;
import io.winnow.selection.uncertainty.EmptyDetections;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Scoring;

/** Policies between Avro and the selection's own type. */
public final class PolicyMapping {

  private PolicyMapping() {}

  /**
   * @throws IllegalArgumentException if the policy is not valid, in one line that says why
   */
  public static PoolPolicy fromAvro(io.winnow.schemas.PoolPolicy policy) {
    requireKnownVersions(policy);
    return new PoolPolicy(
        policy.getBudget(),
        scoring(policy),
        new ResamplingPolicy(
            policy.getResampler(),
            policy.getSr(),
            policy.getMaxSr(),
            policy.getSimilarityThreshold(),
            policy.getSeed()),
        constraints(policy),
        new RoundMemory(policy.getMemoryRounds(), policy.getMemoryCosine()),
        policy.getCoverageCosine(),
        encoders(policy),
        new TimingPolicy(
            policy.getWindowSizeMs(),
            policy.getWindowAdvanceMs(),
            policy.getGraceMs(),
            policy.getTriggerCount()));
  }

  /**
   * @throws IllegalArgumentException if this software does not have the measure or the resampler in
   *     the version that the policy names
   */
  static void requireKnownVersions(io.winnow.schemas.PoolPolicy policy) {
    Measure.named(policy.getMeasure(), policy.getMeasureVersion());
    Resamplers.require(policy.getResampler(), policy.getResamplerVersion());
  }

  private static Scoring scoring(io.winnow.schemas.PoolPolicy policy) {
    Integer size = policy.getCommitteeSize();
    Integer minimum = policy.getCommitteeMinimum();
    if (size == null && minimum != null) {
      throw new IllegalArgumentException(
          "policy committeeMinimum " + minimum + " needs a committeeSize");
    }
    return new Scoring(
        Measure.named(policy.getMeasure(), policy.getMeasureVersion()),
        BoxAggregation.named(policy.getBoxes()),
        EmptyDetections.named(policy.getEmptyDetections()),
        size == null ? null : new Committee(size, minimum == null ? size : minimum));
  }

  private static Constraints constraints(io.winnow.schemas.PoolPolicy policy) {
    return new Constraints(
        policy.getFilters().stream()
            .map(f -> new AttributeFilter(f.getAttribute(), f.getAnyOf(), f.getMin(), f.getMax()))
            .toList(),
        policy.getLimits().stream().map(PolicyMapping::fromAvro).toList(),
        policy.getRelaxLimits());
  }

  private static EncoderPolicy encoders(io.winnow.schemas.PoolPolicy policy) {
    String nextId = policy.getNextEncoderId();
    Integer nextSize = policy.getNextDescriptorSize();
    if ((nextId == null) != (nextSize == null)) {
      throw new IllegalArgumentException(
          "policy nextEncoderId "
              + nextId
              + " and nextDescriptorSize "
              + nextSize
              + " must both be given or neither");
    }
    return new EncoderPolicy(
        new EncoderRef(policy.getEncoderId(), policy.getDescriptorSize()),
        nextId == null ? null : new EncoderRef(nextId, nextSize),
        policy.getEncoderSwitchShare());
  }

  public static io.winnow.schemas.PoolPolicy toAvro(PoolPolicy policy) {
    Committee committee = policy.scoring().committee();
    EncoderRef next = policy.encoders().next();
    return io.winnow.schemas.PoolPolicy.newBuilder()
        .setBudget(policy.budget())
        .setMeasure(policy.scoring().measure().label())
        .setMeasureVersion(policy.scoring().measure().version())
        .setBoxes(policy.scoring().boxes().label())
        .setEmptyDetections(policy.scoring().emptyDetections().label())
        .setCommitteeSize(committee == null ? null : committee.size())
        .setCommitteeMinimum(committee == null ? null : committee.minimum())
        .setResampler(policy.resampling().resampler())
        .setResamplerVersion(Resamplers.VERSION)
        .setSr(policy.resampling().sr())
        .setMaxSr(policy.resampling().maxSr())
        .setSimilarityThreshold(policy.resampling().similarityThreshold())
        .setSeed(policy.resampling().seed())
        .setFilters(
            policy.constraints().filters().stream()
                .map(
                    f ->
                        new io.winnow.schemas.AttributeFilter(
                            f.attribute(), f.anyOf(), f.min(), f.max()))
                .toList())
        .setLimits(policy.constraints().limits().stream().map(PolicyMapping::toAvro).toList())
        .setRelaxLimits(policy.constraints().relax())
        .setMemoryRounds(policy.memory().rounds())
        .setMemoryCosine(policy.memory().cosine())
        .setCoverageCosine(policy.coverageCosine())
        .setEncoderId(policy.encoders().current().id())
        .setDescriptorSize(policy.encoders().current().size())
        .setNextEncoderId(next == null ? null : next.id())
        .setNextDescriptorSize(next == null ? null : next.size())
        .setEncoderSwitchShare(policy.encoders().switchShare())
        .setWindowSizeMs(policy.timing().windowSizeMs())
        .setWindowAdvanceMs(policy.timing().windowAdvanceMs())
        .setGraceMs(policy.timing().graceMs())
        .setTriggerCount(policy.timing().triggerCount())
        .build();
  }

  static SelectionLimit fromAvro(io.winnow.schemas.SelectionLimit limit) {
    return new SelectionLimit(limit.getBy(), limit.getValue(), limit.getMin(), limit.getMax());
  }

  static io.winnow.schemas.SelectionLimit toAvro(SelectionLimit limit) {
    return new io.winnow.schemas.SelectionLimit(
        limit.by(), limit.value(), limit.min(), limit.max());
  }
}
