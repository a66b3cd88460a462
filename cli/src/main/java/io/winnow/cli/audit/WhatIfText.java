package io.winnow.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.audit.WhatIf;
import io.winnow.cli.console.TextTable;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.RoundDiagnostics;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A counterfactual beside the round as it was, for people and for programs. */
final class WhatIfText {

  private WhatIfText() {}

  static TextTable table(WhatIf comparison) {
    RoundDiagnostics was = comparison.was().manifest().diagnostics();
    RoundDiagnostics would = comparison.would().diagnostics();
    int before = comparison.was().query().size();
    int after = comparison.would().query().selected().size();
    TextTable table =
        new TextTable(
            "POOL "
                + comparison.was().manifest().pool()
                + " ROUND "
                + comparison.was().manifest().round(),
            "WAS",
            "WOULD BE");
    table.row("selected", before, after);
    table.row(
        "looked at",
        comparison.was().decisions().size(),
        comparison.would().query().decisions().size());
    table.row("in both", comparison.overlap(), comparison.overlap());
    table.row(
        "mean uncertainty, each by its measure",
        number(was.meanUncertainty()),
        number(would.meanUncertainty()));
    table.row(
        "coverage of the shortlist", number(was.coverageAfter()), number(would.coverageAfter()));
    table.row(
        "coverage of the pool's sample",
        number(was.pool().coverageAfter()),
        number(would.pool().coverageAfter()));
    table.row(
        "divergence from it",
        number(was.pool().divergenceAfter()),
        number(would.pool().divergenceAfter()));
    table.row("nearest pair", number(was.nearestPairAfter()), number(would.nearestPairAfter()));
    table.row(
        "divergence from the shortlist",
        number(was.divergenceAfter()),
        number(would.divergenceAfter()));
    table.row(
        "class entropy",
        number(was.classesAfter().entropy()),
        number(would.classesAfter().entropy()));
    table.row("classes", was.classesAfter().counts(), would.classesAfter().counts());
    return table;
  }

  static ArrayNode toJson(List<WhatIf> comparisons) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (WhatIf comparison : comparisons) {
      ObjectNode node = array.addObject();
      node.put("pool", comparison.was().manifest().pool());
      node.put("round", comparison.was().manifest().round());
      node.put("overlap", comparison.overlap());
      put(
          node.putObject("was"),
          comparison.was().decisions(),
          comparison.was().manifest().diagnostics());
      put(
          node.putObject("wouldBe"),
          comparison.would().query().decisions(),
          comparison.would().diagnostics());
    }
    return array;
  }

  private static void put(
      ObjectNode node, List<CandidateDecision> decisions, RoundDiagnostics diagnostics) {
    node.put("shortlisted", decisions.size());
    node.put("meanUncertainty", diagnostics.meanUncertainty());
    node.put("coverage", diagnostics.coverageAfter());
    put(node, "nearestPair", diagnostics.nearestPairAfter());
    put(node, "divergence", diagnostics.divergenceAfter());
    put(node, "poolCoverage", diagnostics.pool().coverageAfter());
    put(node, "poolDivergence", diagnostics.pool().divergenceAfter());
    put(node, "classEntropy", diagnostics.classesAfter().entropy());
    ObjectNode classes = node.putObject("classes");
    diagnostics.classesAfter().counts().forEach(classes::put);
    ArrayNode selected = node.putArray("selected");
    decisions.stream()
        .filter(CandidateDecision::selected)
        .map(CandidateDecision::imageId)
        .forEach(selected::add);
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "-";
  }
}
