package io.winnow.cli.demo.report;

import java.util.List;
import java.util.Locale;

/** The rounds as rows of text: the same cells on the terminal and in the report. */
public final class SummaryTable {
  private final DemoSummary summary;

  /** The table of a finished demo. */
  public SummaryTable(DemoSummary summary) {
    this.summary = summary;
  }

  /** Column titles; {@code top} is the plain top T', {@code sel} the selection. */
  public List<String> header() {
    return List.of(
        "round",
        "pool",
        "shortlist",
        "selected",
        "mean " + summary.policy().measure(),
        "nearest top",
        "nearest sel",
        "coverage top",
        "coverage sel",
        "accuracy",
        "random",
        "seconds");
  }

  /** One row per round. */
  public List<List<String>> rows() {
    return summary.rounds().stream().map(SummaryTable::row).toList();
  }

  private static List<String> row(RoundSummary round) {
    return List.of(
        Long.toString(round.round()),
        Html.count(round.poolSize()),
        Integer.toString(round.shortlisted()),
        Integer.toString(round.selected()),
        Html.number(round.meanUncertainty(), 3),
        Html.number(round.nearestPairBefore(), 3),
        Html.number(round.nearestPairAfter(), 3),
        Html.percent(round.baselineCoverage()),
        Html.percent(round.coverage()),
        Html.percent(round.accuracy()),
        Html.percent(round.randomAccuracy()),
        String.format(Locale.ROOT, "%.2f", round.secondsToQuerySet()));
  }
}
