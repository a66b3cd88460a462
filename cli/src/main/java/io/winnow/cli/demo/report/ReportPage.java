package io.winnow.cli.demo.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code report.html}: one file, nothing loaded from elsewhere. */
final class ReportPage {
  private final DemoResult result;
  private final DemoSummary summary;
  private final ScatterPlot scatter;
  private final PictureWall wall;

  ReportPage(DemoResult result, Pictures pictures, PoolMap map) {
    this.result = result;
    this.summary = result.summary();
    this.scatter = new ScatterPlot(map);
    this.wall = new PictureWall(pictures);
  }

  String html() throws IOException {
    String rounds = result.rounds().stream().map(this::round).collect(Collectors.joining());
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Winnow demo: %s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s
        <main>
        %s
        %s
        %s
        %s
        </main>
        %s
        </body>
        </html>
        """
        .formatted(
            Html.escape(summary.pool()),
            style(),
            head(),
            tiles(),
            table(),
            accuracy(),
            scatter.cloud() + rounds,
            foot());
  }

  private String head() {
    return """
        <header>
        <h1>Which images are worth a label?</h1>
        <p>%d rounds of active learning on Kafka, with real Fashion-MNIST pictures. A small classifier,
        trained on %d labelled images, scores the rest; Winnow shortlists the most uncertain, drops those
        that repeat each other and asks for labels of %d per round.</p>
        </header>"""
        .formatted(summary.rounds().size(), summary.seedSetSize(), summary.policy().budget());
  }

  private String tiles() {
    RoundSummary last = summary.rounds().get(summary.rounds().size() - 1);
    long asked = summary.rounds().stream().mapToLong(RoundSummary::selected).sum();
    double slowest =
        summary.rounds().stream().mapToDouble(RoundSummary::secondsToQuerySet).max().orElseThrow();
    return "<section class=\"tiles\">"
        + tile(
            Html.percent(last.accuracy()),
            "test accuracy, from " + Html.percent(summary.seedAccuracy()))
        + tile(Html.percent(last.randomAccuracy()), "with as many random picks")
        + tile(Html.count(asked), "labels asked for, no image twice")
        + tile(String.format(Locale.ROOT, "%.2f s", slowest), "from request to query set, at most")
        + "</section>";
  }

  private static String tile(String figure, String caption) {
    return "<div class=\"tile\"><b>%s</b><span>%s</span></div>"
        .formatted(Html.escape(figure), Html.escape(caption));
  }

  private String table() {
    SummaryTable table = new SummaryTable(summary);
    return """
        <section>
        <h2>Rounds</h2>
        <div class="scroll"><table>
        <thead><tr>%s</tr></thead>
        <tbody>%s</tbody>
        </table></div>
        <p class="note">“top” is the plain most uncertain %d, “sel” what Winnow selected. <b>nearest</b>: the
        largest cosine between two of those images. <b>coverage</b>: share of the shortlist within %s of one
        of them; the selection reaches all of it by construction where images are dropped at a higher cosine
        than that. <b>random</b>: accuracy of the same classifier trained on the same seed set and as many
        random picks. <b>seconds</b>: from the request to the last annotation record.</p>
        </section>"""
        .formatted(
            cells("th", table.header()),
            table.rows().stream()
                .map(row -> "<tr>" + cells("td", row) + "</tr>")
                .collect(Collectors.joining()),
            summary.policy().budget(),
            coverageDelta());
  }

  private String coverageDelta() {
    return summary.rounds().stream()
        .map(RoundSummary::coverageDelta)
        .distinct()
        .map(delta -> "cosine " + Html.number(delta, 2))
        .collect(Collectors.joining(" or "));
  }

  private static String cells(String tag, List<String> texts) {
    return texts.stream()
        .map(text -> "<%s>%s</%s>".formatted(tag, Html.escape(text), tag))
        .collect(Collectors.joining());
  }

  private String accuracy() {
    RoundSummary last = summary.rounds().get(summary.rounds().size() - 1);
    double error = Math.sqrt(last.accuracy() * (1 - last.accuracy()) / summary.testImages());
    return """
        <section>
        <h2>Accuracy</h2>
        %s
        <p class="note">Measured on %s test images that no model was trained on: the standard error of a
        point is %.1f percentage points, and one run is one draw. Differences of that size are chance.</p>
        </section>"""
        .formatted(new AccuracyChart(summary).svg(), Html.count(summary.testImages()), 100 * error);
  }

  private String round(RoundOutcome outcome) {
    RoundSummary round = outcome.summary();
    return """
        <section class="round">
        <h2>Round %d</h2>
        <div class="columns">
        <div>%s
        <p class="legend"><i class="pool"></i>pool <i class="chosen"></i>selected <i class="dropped"></i>dropped</p>
        <p class="note">Descriptors on their two main axes.</p></div>
        <div>
        <h3>Dropped, next to the selected image it resembled</h3>
        %s
        </div>
        </div>
        <h3>Selected: %d images, most uncertain first</h3>
        %s
        </section>"""
        .formatted(
            round.round(),
            scatter.svg(outcome),
            wall.dropped(outcome),
            round.selected(),
            wall.selected(outcome));
  }

  private String foot() {
    return """
        <footer>
        <p>Winnow %s · pool %s · measure %s · resampler %s · SR %s · encoder %s · classifier %s · seed %d ·
        %s pictures published · %s seconds in all</p>
        <p>Pictures: Fashion-MNIST, © 2017 Zalando SE, MIT licence. Point at a picture to see what the model
        thought of it.</p>
        </footer>"""
        .formatted(
            Html.escape(summary.softwareVersion()),
            Html.escape(summary.pool()),
            Html.escape(summary.policy().measure()),
            Html.escape(summary.policy().resampler()),
            Html.number(summary.policy().sr(), 2),
            Html.escape(
                summary.encoderId().substring(0, Math.min(12, summary.encoderId().length()))),
            Html.escape(summary.model()),
            summary.seed(),
            Html.count(summary.trainImages()),
            Html.number(summary.totalSeconds(), 0));
  }

  private static String style() throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new FileNotFoundException("resource report.css is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
