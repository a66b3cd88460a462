package io.winnow.cli.policy;

import io.winnow.cli.console.Durations;
import io.winnow.schemas.PoolPolicy;
import io.winnow.selection.resampling.Resamplers;
import java.time.Duration;

/** A policy on one line. */
final class PolicyText {

  private PolicyText() {}

  static String of(PoolPolicy policy) {
    return "budget "
        + policy.getBudget()
        + ", SR "
        + policy.getSr()
        + ", measure "
        + policy.getMeasure()
        + scoring(policy)
        + ", resampler "
        + policy.getResampler()
        + threshold(policy)
        + ", seed "
        + policy.getSeed()
        + ", encoder "
        + policy.getEncoderId()
        + " ("
        + policy.getDescriptorSize()
        + " components)"
        + next(policy)
        + constraints(policy)
        + ", window "
        + duration(policy.getWindowSizeMs())
        + ", advance "
        + duration(policy.getWindowAdvanceMs())
        + ", grace "
        + duration(policy.getGraceMs())
        + ", trigger count "
        + (policy.getTriggerCount() == null ? "none" : policy.getTriggerCount());
  }

  private static String scoring(PoolPolicy policy) {
    String boxes =
        " (boxes " + policy.getBoxes() + ", empty images " + policy.getEmptyDetections() + ")";
    if (policy.getCommitteeSize() == null) {
      return boxes;
    }
    Integer minimum = policy.getCommitteeMinimum();
    return boxes
        + " of a committee of "
        + policy.getCommitteeSize()
        + (minimum == null ? "" : ", from " + minimum + " members on");
  }

  private static String threshold(PoolPolicy policy) {
    return policy.getResampler().equals(Resamplers.ADAPTIVE_NMS)
            && policy.getSimilarityThreshold() != null
        ? " (cosine " + policy.getSimilarityThreshold() + ")"
        : "";
  }

  private static String constraints(PoolPolicy policy) {
    StringBuilder text = new StringBuilder();
    policy.getFilters().forEach(filter -> text.append(", filter ").append(FilterText.of(filter)));
    policy.getLimits().forEach(limit -> text.append(", limit ").append(LimitText.of(limit)));
    if (policy.getRelaxLimits()) {
      text.append(", limits give way");
    }
    if (policy.getMemoryRounds() > 0) {
      text.append(", nothing like the last ")
          .append(policy.getMemoryRounds())
          .append(" rounds (cosine ")
          .append(policy.getMemoryCosine())
          .append(")");
    }
    return text.append(", at most ").append(policy.getMaxSr()).append(" budgets deep").toString();
  }

  private static String next(PoolPolicy policy) {
    return policy.getNextEncoderId() == null
        ? ""
        : ", next encoder "
            + policy.getNextEncoderId()
            + " ("
            + policy.getNextDescriptorSize()
            + " components) at a share of "
            + policy.getEncoderSwitchShare();
  }

  private static String duration(Long millis) {
    return millis == null ? "none" : Durations.text(Duration.ofMillis(millis));
  }
}
