package io.winnow.cli.policy;

import io.winnow.cli.console.Durations;
import io.winnow.cli.console.UsageException;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.schemas.PoolPolicy;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.streams.mapping.PolicyMapping;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A flag for each field of a policy. What is not given stays as it is, or takes the default. */
final class PolicyFlags {

  @ArgGroup(validate = false)
  private SelectionFlags selection = new SelectionFlags();

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Images selected per round (T'), at least 1. A new pool needs it.")
  private Integer budget;

  @Option(
      names = "--encoder",
      paramLabel = "NAME|FILE|ID",
      description =
          "Encoder whose descriptors the rounds compare: the name of a built-in one, an encoder"
              + " file, which is published to the workers, or a 64-hex id (new pool: the one of the"
              + " newest descriptors; compact, if nothing is described yet).")
  private String encoder;

  @Option(
      names = "--descriptor-size",
      paramLabel = "D",
      description = "Length of the encoder's descriptors; needed where --encoder is an id.")
  private Integer descriptorSize;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description =
          "Length of the event-time window, such as 7d; none: the whole unlabeled pool competes"
              + " (new pool: none).")
  private String window;

  @Option(
      names = "--advance",
      paramLabel = "TIME",
      description = "Open a round every so often, such as 1h; none: not by time (new pool: none).")
  private String advance;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "How long after a window's end late scores are awaited (new pool: 0s).")
  private String grace;

  @Option(
      names = "--trigger-count",
      paramLabel = "N",
      description =
          "Open a round when so many images became eligible since the last; none: not by count (new"
              + " pool: none).")
  private String triggerCount;

  /**
   * The policy with these flags applied.
   *
   * @param pool for messages
   * @param current the pool's policy, if it has one
   * @param sources of what no flag gives
   * @throws UsageException if a value is out of range, in one line that names the field
   */
  AppliedPolicy applyTo(String pool, Optional<PoolPolicy> current, PolicySources sources) {
    PoolPolicy.Builder draft = current.map(PoolPolicy::newBuilder).orElseGet(() -> fresh(pool));
    if (budget != null) {
      draft.setBudget(budget);
    }
    selection.applyTo(draft);
    if (encoder == null && descriptorSize != null) {
      throw new UsageException("--descriptor-size goes with --encoder");
    }
    Optional<EncoderChoice> chosen = chosenEncoder(pool, current.isEmpty(), sources);
    chosen.ifPresent(choice -> setEncoder(draft, choice));
    applyTiming(draft);
    if (lacksThreshold(draft, current)) {
      draft.setSimilarityThreshold(
          chosen
              .flatMap(EncoderChoice::duplicateCosine)
              .or(() -> sources.duplicateCosines().of(draft.getEncoderId()))
              .orElse(null));
    }
    PoolPolicy policy = draft.build();
    requireValid(policy);
    return new AppliedPolicy(policy, chosen);
  }

  /**
   * Whether adaptive-nms has no cosine of its own: none was ever given, or one that was taken for
   * another encoder, under which the same pictures have other cosines.
   */
  private boolean lacksThreshold(PoolPolicy.Builder draft, Optional<PoolPolicy> current) {
    boolean another =
        current.isPresent() && !current.get().getEncoderId().equals(draft.getEncoderId());
    return Resamplers.ADAPTIVE_NMS.equals(draft.getResampler())
        && !selection.namesSimilarityThreshold()
        && (draft.getSimilarityThreshold() == null || another);
  }

  private PoolPolicy.Builder fresh(String pool) {
    if (budget == null) {
      throw new UsageException("pool " + pool + " has no policy yet: --budget N is needed");
    }
    return PoolPolicy.newBuilder().setBudget(budget);
  }

  private Optional<EncoderChoice> chosenEncoder(String pool, boolean isNew, PolicySources sources) {
    if (encoder != null) {
      return Optional.of(EncoderChoice.of(encoder, descriptorSize));
    }
    if (!isNew) {
      return Optional.empty();
    }
    return sources
        .describing()
        .of(pool)
        .map(EncoderChoice::seen)
        .or(() -> Optional.of(EncoderChoice.assumed(Encoders.BUILT_IN.get(0))));
  }

  private static void setEncoder(PoolPolicy.Builder draft, EncoderChoice chosen) {
    // What is named here holds at once, so a change that is still under way is off.
    draft
        .setEncoderId(chosen.id())
        .setDescriptorSize(chosen.descriptorSize())
        .setNextEncoderId(null)
        .setNextDescriptorSize(null);
  }

  private void applyTiming(PoolPolicy.Builder draft) {
    if (window != null) {
      draft.setWindowSizeMs(millis("--window", window));
    }
    if (advance != null) {
      draft.setWindowAdvanceMs(millis("--advance", advance));
    }
    if (grace != null) {
      draft.setGraceMs(duration("--grace", grace).toMillis());
    }
    if (triggerCount != null) {
      draft.setTriggerCount(OptionalCount.parse("--trigger-count", triggerCount));
    }
  }

  private static Long millis(String flag, String text) {
    return text.equals(OptionalCount.NONE) ? null : duration(flag, text).toMillis();
  }

  private static Duration duration(String flag, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(flag + ": " + e.getMessage(), e);
    }
  }

  /** The rules are those by which the rounds are run, so that both always agree. */
  private static void requireValid(PoolPolicy policy) {
    try {
      PolicyMapping.fromAvro(policy);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
