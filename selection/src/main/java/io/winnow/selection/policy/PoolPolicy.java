package io.winnow.selection.policy;

import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.constraint.Constraints;
import io.winnow.selection.constraint.Rules;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.digest.CanonicalDigest;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.RankingSpec;
import io.winnow.selection.uncertainty.Committee;
import io.winnow.selection.uncertainty.Scoring;
import java.util.Objects;

/**
 * How a pool's rounds are run.
 *
 * @param budget images selected per round (T'), at least 1
 * @param scoring where an image's uncertainty comes from
 * @param resampling how the shortlist becomes the query set
 * @param constraints what the query set must satisfy
 * @param memory which earlier selections it must not repeat
 * @param coverageCosine cosine within which an image covers another in the diagnostics, -1..1
 * @param encoders whose descriptors are compared
 * @param timing when rounds open
 */
public record PoolPolicy(
    int budget,
    Scoring scoring,
    ResamplingPolicy resampling,
    Constraints constraints,
    RoundMemory memory,
    double coverageCosine,
    EncoderPolicy encoders,
    TimingPolicy timing) {

  /** The cosine of the diagnostics where a policy does not say one. */
  public static final double DEFAULT_COVERAGE_COSINE = 0.9;

  /**
   * @throws IllegalArgumentException if a component is out of range, in one line that names it
   */
  public PoolPolicy {
    Rules.require(budget >= 1, "budget", budget, "must be at least 1");
    Objects.requireNonNull(scoring, "scoring");
    Objects.requireNonNull(resampling, "resampling");
    Objects.requireNonNull(constraints, "constraints");
    Objects.requireNonNull(memory, "memory");
    Objects.requireNonNull(encoders, "encoders");
    Objects.requireNonNull(timing, "timing");
    Rules.require(
        coverageCosine >= -1 && coverageCosine <= 1,
        "coverageCosine",
        coverageCosine,
        "must be within -1..1");
  }

  /** A policy without constraints and memory whose rounds open on request. */
  public static PoolPolicy of(
      int budget, Scoring scoring, ResamplingPolicy resampling, EncoderRef encoder) {
    return new PoolPolicy(
        budget,
        scoring,
        resampling,
        Constraints.NONE,
        new RoundMemory(0, 1),
        DEFAULT_COVERAGE_COSINE,
        EncoderPolicy.of(encoder),
        TimingPolicy.ON_REQUEST);
  }

  /** Returns the same policy with other rounds in time. */
  public PoolPolicy with(TimingPolicy other) {
    return new PoolPolicy(
        budget, scoring, resampling, constraints, memory, coverageCosine, encoders, other);
  }

  /** Returns the same policy with other encoders. */
  public PoolPolicy with(EncoderPolicy other) {
    return new PoolPolicy(
        budget, scoring, resampling, constraints, memory, coverageCosine, other, timing);
  }

  /** Returns the same policy with other constraints. */
  public PoolPolicy with(Constraints other) {
    return new PoolPolicy(
        budget, scoring, resampling, other, memory, coverageCosine, encoders, timing);
  }

  /** Returns the same policy with another memory. */
  public PoolPolicy with(RoundMemory other) {
    return new PoolPolicy(
        budget, scoring, resampling, constraints, other, coverageCosine, encoders, timing);
  }

  /** Returns what a pool under this policy is ranked by. */
  public RankingSpec rankingSpec() {
    return new RankingSpec(
        scoring, encoders.current(), encoders.next(), constraints.filters(), timing.timed());
  }

  /** Returns the digest of all components. */
  public String digest() {
    CanonicalDigest digest = new CanonicalDigest("winnow-policy-2");
    digest.line("budget", Integer.toString(budget));
    digestScoring(digest);
    digest.line("resampler", resampling.resampler());
    digest.line("sr", CanonicalDigest.field(resampling.sr()));
    digest.line("maxSr", CanonicalDigest.field(resampling.maxSr()));
    digest.line("similarityThreshold", nullable(resampling.similarityThreshold()));
    digest.line("seed", Long.toString(resampling.seed()));
    digestConstraints(digest);
    digest.line("memoryRounds", Integer.toString(memory.rounds()));
    digest.line("memoryCosine", CanonicalDigest.field(memory.cosine()));
    digest.line("coverageCosine", CanonicalDigest.field(coverageCosine));
    digest.line("encoder", encoders.current().toString());
    digest.line("nextEncoder", String.valueOf(encoders.next()));
    digest.line("encoderSwitchShare", CanonicalDigest.field(encoders.switchShare()));
    digest.line("windowSizeMs", String.valueOf(timing.windowSizeMs()));
    digest.line("windowAdvanceMs", String.valueOf(timing.windowAdvanceMs()));
    digest.line("graceMs", Long.toString(timing.graceMs()));
    digest.line("triggerCount", String.valueOf(timing.triggerCount()));
    return digest.finish();
  }

  private void digestScoring(CanonicalDigest digest) {
    digest.line("measure", scoring.measure().label());
    digest.line("boxes", scoring.boxes().label());
    digest.line("emptyDetections", scoring.emptyDetections().label());
    Committee committee = scoring.committee();
    digest.line("committeeSize", committee == null ? "null" : Integer.toString(committee.size()));
    digest.line(
        "committeeMinimum", committee == null ? "null" : Integer.toString(committee.minimum()));
  }

  private void digestConstraints(CanonicalDigest digest) {
    for (AttributeFilter filter : constraints.filters()) {
      digest.line("filter", filter.attribute(), nullable(filter.min()), nullable(filter.max()));
      filter.anyOf().forEach(value -> digest.line("filterValue", value));
    }
    for (SelectionLimit limit : constraints.limits()) {
      // A value of a line of its own: absent is another thing than the text "null".
      digest.line("limit", limit.by(), Integer.toString(limit.min()), String.valueOf(limit.max()));
      if (limit.value() != null) {
        digest.line("limitValue", limit.value());
      }
    }
    digest.line("relaxLimits", Boolean.toString(constraints.relax()));
  }

  private static String nullable(Double value) {
    return value == null ? "null" : CanonicalDigest.field(value);
  }
}
