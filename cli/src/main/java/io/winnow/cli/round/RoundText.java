package io.winnow.cli.round;

import io.winnow.schemas.RoundClosed;
import java.util.Locale;

/** A manifest in words. */
final class RoundText {

  private RoundText() {}

  static String line(RoundClosed round) {
    return String.format(
        Locale.ROOT,
        "pool %s round %d closed: %d of %d selected from a shortlist of %d (%d eligible), mean"
            + " uncertainty %.4f, coverage %s, digest %s",
        round.getPool(),
        round.getRound(),
        round.getSelected(),
        round.getBudget(),
        round.getShortlisted(),
        round.getEligible(),
        round.getMeanUncertainty(),
        coverage(round),
        round.getDigest());
  }

  /** From that of the plain top T' to that of the selection. */
  static String coverage(RoundClosed round) {
    return share(round.getCoverageBefore()) + " -> " + share(round.getCoverageAfter());
  }

  private static String share(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }
}
