package io.winnow.selection.resampling;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The outcome of a round for every candidate of its shortlist.
 *
 * @param decisions in the order of the shortlist
 * @param similarityThreshold the cosine from which a candidate counted as a repetition; empty where
 *     the resampler has none or did not need one
 * @param wantsMore whether the shortlist ended before the resampler had what it looked for, so that
 *     a longer one could give a better selection; only {@code adaptive-nms} asks for that
 */
public record Resampling(
    List<CandidateDecision> decisions, OptionalDouble similarityThreshold, boolean wantsMore) {
  public Resampling {
    decisions = List.copyOf(decisions);
  }

  /** The selected candidates, most uncertain first. */
  public List<CandidateDecision> selected() {
    return decisions.stream().filter(CandidateDecision::selected).toList();
  }
}
