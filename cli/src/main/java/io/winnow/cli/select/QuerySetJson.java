package io.winnow.cli.select;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.selection.offline.QuerySet;
import io.winnow.selection.query.LimitOutcome;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.RoundDiagnostics;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** A query set as JSON, with the field names of decisions and manifests. */
final class QuerySetJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private QuerySetJson() {}

  /** One document. */
  static ObjectNode of(QuerySet chosen, int budget, boolean withDecisions) {
    ObjectNode json =
        object()
            .put("budget", budget)
            .put("shortlisted", chosen.decisions().size())
            .put("selected", chosen.selected().size());
    json.set("counts", JsonText.tree(chosen.counts()));
    json.set("diagnostics", diagnostics(chosen.diagnostics()));
    ArrayNode limits = json.putArray("limits");
    chosen.limits().forEach(outcome -> limits.add(limit(outcome)));
    ArrayNode notes = json.putArray("notes");
    QuerySetText.notes(chosen, budget).forEach(notes::add);
    json.put("shortlistDigest", chosen.shortlistDigest());
    json.put("selectionDigest", chosen.selectionDigest());
    if (withDecisions) {
      ArrayNode decisions = json.putArray("decisions");
      chosen.decisions().forEach(decision -> decisions.add(decision(decision)));
    }
    return json;
  }

  /** Writes decisions to a file, a line each. */
  static void writeLines(List<CandidateDecision> decisions, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (CandidateDecision decision : decisions) {
        writer.write(MAPPER.writeValueAsString(decision(decision)));
        writer.write('\n');
      }
    }
  }

  private static ObjectNode decision(CandidateDecision decision) {
    return object()
        .put("imageId", decision.imageId())
        .put("rank", decision.rank())
        .put("uncertainty", decision.uncertainty())
        .put("decision", decision.selected() ? "SELECTED" : "DROPPED")
        .put("reason", decision.why())
        .put("similarTo", decision.similarTo())
        .put("cosine", decision.cosine());
  }

  private static ObjectNode diagnostics(RoundDiagnostics diagnostics) {
    ObjectNode json =
        object()
            .put("meanUncertainty", diagnostics.meanUncertainty())
            .put("similarityThreshold", nullable(diagnostics.similarityThreshold()))
            .put("coverageDelta", diagnostics.coverageDelta())
            .put("coverageBefore", diagnostics.coverageBefore())
            .put("coverageAfter", diagnostics.coverageAfter())
            .put("nearestPairBefore", nullable(diagnostics.nearestPairBefore()))
            .put("nearestPairAfter", nullable(diagnostics.nearestPairAfter()))
            .put("divergenceBefore", nullable(diagnostics.divergenceBefore()))
            .put("divergenceAfter", nullable(diagnostics.divergenceAfter()))
            .put("poolSample", diagnostics.pool().sample())
            .put("poolCoverageBefore", nullable(diagnostics.pool().coverageBefore()))
            .put("poolCoverageAfter", nullable(diagnostics.pool().coverageAfter()))
            .put("poolDivergenceBefore", nullable(diagnostics.pool().divergenceBefore()))
            .put("poolDivergenceAfter", nullable(diagnostics.pool().divergenceAfter()))
            .put("shortlistClassEntropy", nullable(diagnostics.classesBefore().entropy()))
            .put("selectionClassEntropy", nullable(diagnostics.classesAfter().entropy()));
    json.set("shortlistClasses", JsonText.tree(diagnostics.classesBefore().counts()));
    json.set("selectionClasses", JsonText.tree(diagnostics.classesAfter().counts()));
    return json;
  }

  private static ObjectNode limit(LimitOutcome outcome) {
    return object()
        .put("by", outcome.limit().by())
        .put("value", outcome.limit().value())
        .put("min", outcome.limit().min())
        .put("max", outcome.limit().max())
        .put("group", outcome.group())
        .put("effect", outcome.effect().name())
        .put("images", outcome.images());
  }

  private static Double nullable(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
