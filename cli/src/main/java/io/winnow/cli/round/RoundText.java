package io.winnow.cli.round;

import io.winnow.cli.policy.LimitText;
import io.winnow.schemas.LimitEffect;
import io.winnow.schemas.LimitOutcome;
import io.winnow.schemas.RoundClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A manifest in words. */
final class RoundText {

  private static final int ENCODER_DIGITS = 12;

  private RoundText() {}

  static String line(RoundClosed round) {
    if (round.getAborted() != null) {
      return String.format(
          Locale.ROOT,
          "pool %s round %d aborted: %s, digest %s",
          round.getPool(),
          round.getRound(),
          round.getAborted().getReason(),
          round.getDigest());
    }
    return String.format(
        Locale.ROOT,
        "pool %s round %d closed: %d of %d selected from a shortlist of %d (%d eligible)%s, mean"
            + " uncertainty %.4f, coverage %s, digest %s",
        round.getPool(),
        round.getRound(),
        round.getSelected(),
        round.getBudget(),
        round.getShortlisted(),
        round.getEligible(),
        shortfall(round),
        round.getMeanUncertainty(),
        coverage(round),
        round.getDigest());
  }

  /** Why the budget was not filled, or nothing if it was. */
  static String shortfall(RoundClosed round) {
    if (round.getSelected() >= round.getBudget()) {
      return "";
    }
    List<String> causes = new ArrayList<>();
    if (round.getEligible() > round.getShortlisted()) {
      causes.add("the round may look no deeper");
    } else {
      causes.add(round.getEligible() == 0 ? "none is eligible" : "no more are eligible");
      causes.addAll(ineligible(round));
    }
    if (round.getRepeated() > 0) {
      causes.add(round.getRepeated() + " resemble earlier selections");
    }
    for (LimitOutcome outcome : round.getLimits()) {
      if (outcome.getEffect() == LimitEffect.WITHHELD) {
        causes.add(limit(outcome));
      }
    }
    return ": " + String.join(", ", causes);
  }

  /** Why scored images were not eligible, by cause; each image counts once. */
  private static List<String> ineligible(RoundClosed round) {
    List<String> causes = new ArrayList<>();
    add(
        causes,
        round.getWithoutDescriptor(),
        "scored but not described by encoder " + encoder(round.getEncoderId()));
    long incomplete = Math.min(round.getIncompleteCommittee(), round.getWithoutUncertainty());
    add(
        causes,
        round.getWithoutUncertainty(),
        "without an uncertainty"
            + (incomplete > 0 ? " (members of the committee have not scored them all)" : ""));
    add(causes, round.getFilteredOut(), "filtered out");
    add(causes, round.getOutsideWindow(), "scored after the window's end");
    if (causes.isEmpty() && round.getEligible() == 0) {
      causes.add(
          "no image is scored that is not selected or labelled already"
              + " ('winnow dead-letters list' shows what was refused)");
    }
    return causes;
  }

  private static void add(List<String> causes, long images, String cause) {
    if (images > 0) {
      causes.add(images + " " + cause);
    }
  }

  /** The start of an encoder's id, as far as people compare it. */
  static String encoder(String id) {
    return id.length() <= ENCODER_DIGITS ? id : id.substring(0, ENCODER_DIGITS);
  }

  /** Returns what a limit did in words. */
  static String limit(LimitOutcome outcome) {
    String where = LimitText.of(outcome.getLimit()) + " (" + outcome.getGroup() + ")";
    return switch (outcome.getEffect()) {
      case WITHHELD -> "limit " + where + " dropped " + outcome.getImages();
      case UNMET -> "limit " + where + " is short of " + outcome.getImages();
      case RELAXED -> "limit " + where + " gave way for " + outcome.getImages();
    };
  }

  /** How many of the budget were selected. */
  static String selected(RoundClosed round) {
    return round.getAborted() == null ? round.getSelected() + "/" + round.getBudget() : "aborted";
  }

  /** From that of the plain top T' to that of the selection. */
  static String coverage(RoundClosed round) {
    if (round.getAborted() != null) {
      return "-";
    }
    return share(round.getCoverageBefore()) + " -> " + share(round.getCoverageAfter());
  }

  private static String share(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }
}
