package io.winnow.cli.demo.report;

import java.util.List;

/**
 * A finished demo.
 *
 * @param summary the figures
 * @param rounds in order, one per line of the summary
 */
public record DemoResult(DemoSummary summary, List<RoundOutcome> rounds) {}
