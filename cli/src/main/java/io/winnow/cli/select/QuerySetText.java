package io.winnow.cli.select;

import io.winnow.cli.console.TextTable;
import io.winnow.selection.offline.QuerySet;
import io.winnow.selection.offline.SelectionCounts;
import io.winnow.selection.query.LimitOutcome;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.RoundDiagnostics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A query set for a person. */
final class QuerySetText {

  private static final int FIRST_ROWS = 20;

  private QuerySetText() {}

  static void print(QuerySet chosen, int budget, PrintWriter out) {
    SelectionCounts counts = chosen.counts();
    RoundDiagnostics diagnostics = chosen.diagnostics();
    List<CandidateDecision> selected = chosen.selected();
    out.printf(
        "selected %d of %d from a shortlist of %d%n",
        selected.size(), budget, chosen.decisions().size());
    out.printf(
        "scored %d: eligible %d, without descriptor %d, without uncertainty %d, filtered out %d;"
            + " described without score %d%n",
        counts.scored(),
        counts.eligible(),
        counts.withoutDescriptor(),
        counts.withoutUncertainty(),
        counts.filteredOut(),
        counts.withoutScore());
    out.printf(
        Locale.ROOT,
        "mean uncertainty %.6f; coverage at cosine %.3f: %.4f of plain top, %.4f selected; nearest"
            + " pair: %s of plain top, %s selected%n",
        diagnostics.meanUncertainty(),
        diagnostics.coverageDelta(),
        diagnostics.coverageBefore(),
        diagnostics.coverageAfter(),
        cosine(diagnostics.nearestPairBefore()),
        cosine(diagnostics.nearestPairAfter()));
    notes(chosen, budget).forEach(note -> out.println("note: " + note));
    out.println("selection digest " + chosen.selectionDigest());
    TextTable table = new TextTable("RANK", "UNCERTAINTY", "IMAGE", "WHY");
    for (CandidateDecision decision : selected.subList(0, Math.min(FIRST_ROWS, selected.size()))) {
      table.row(
          decision.rank(),
          String.format(Locale.ROOT, "%.6f", decision.uncertainty()),
          decision.imageId(),
          decision.why());
    }
    table.print(out);
    if (selected.size() > FIRST_ROWS) {
      out.println("and " + (selected.size() - FIRST_ROWS) + " more: --json or --out has them");
    }
  }

  /** What is not as usual, a line each. */
  static List<String> notes(QuerySet chosen, int budget) {
    List<String> notes = new ArrayList<>();
    SelectionCounts counts = chosen.counts();
    int selected = chosen.selected().size();
    if (counts.eligible() < budget) {
      notes.add(
          "budget "
              + budget
              + " is larger than the "
              + counts.eligible()
              + " eligible images: "
              + (selected == counts.eligible() ? "all are selected" : selected + " are selected"));
    } else if (selected < budget) {
      notes.add("only " + selected + " of the budget of " + budget + " could be selected");
    }
    if (counts.normalised() > 0) {
      notes.add(counts.normalised() + " descriptors were scaled to unit length");
    }
    if (counts.zeroDescriptors() > 0) {
      notes.add(counts.zeroDescriptors() + " descriptors are zero and resemble nothing");
    }
    for (LimitOutcome outcome : chosen.limits()) {
      String limit = outcome.limit().subject() + " " + outcome.group();
      notes.add(
          switch (outcome.effect()) {
            case WITHHELD -> "limit of " + limit + " dropped " + outcome.images();
            case UNMET -> "limit of " + limit + " is short of " + outcome.images();
            case RELAXED -> "limit of " + limit + " gave way for " + outcome.images();
          });
    }
    return notes;
  }

  private static String cosine(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "-";
  }
}
