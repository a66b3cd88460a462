package io.winnow.cli.demo.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Test accuracy over the number of labels, Winnow's picks against random ones, as inline SVG. */
final class AccuracyChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 56;
  private static final int RIGHT = 120;
  private static final int TOP = 16;
  private static final int BOTTOM = 48;
  private static final double GRID = 0.02;

  private final List<Integer> labels = new ArrayList<>();
  private final List<Double> selected = new ArrayList<>();
  private final List<Double> random = new ArrayList<>();

  AccuracyChart(DemoSummary summary) {
    labels.add(summary.seedSetSize());
    selected.add(summary.seedAccuracy());
    random.add(summary.seedAccuracy());
    for (RoundSummary round : summary.rounds()) {
      labels.add(round.labelled());
      selected.add(round.accuracy());
      random.add(round.randomAccuracy());
    }
  }

  String svg() {
    double low = floor(Math.min(min(selected), min(random)) - GRID / 4);
    double high = ceil(Math.max(max(selected), max(random)) + GRID / 4);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Accuracy\">"
            .formatted(WIDTH, HEIGHT));
    int lines = (int) Math.round((high - low) / GRID);
    for (int line = 0; line <= lines; line++) {
      double value = low + line * GRID;
      double y = y(value, low, high);
      svg.append(line("grid", LEFT, y, WIDTH - RIGHT, y));
      svg.append(text("end", LEFT - 8, y + 4, "%.0f %%", 100 * value));
    }
    for (int count : labels) {
      svg.append(text("middle", x(count), HEIGHT - BOTTOM + 20, "%d", count));
    }
    svg.append(
        text(
            "middle",
            (LEFT + WIDTH - RIGHT) / 2.0,
            HEIGHT - 8,
            "labelled images (seed set first)"));
    svg.append(series("random", random, low, high));
    svg.append(series("selected", selected, low, high));
    svg.append(endLabels(low, high));
    return svg.append("</svg>").toString();
  }

  private String series(String style, List<Double> values, double low, double high) {
    StringBuilder points = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      double x = x(labels.get(i));
      double y = y(values.get(i), low, high);
      points.append(format("%.1f,%.1f ", x, y));
      dots.append(
          format(
              "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%d labels: %.2f"
                  + " %%</title></circle>",
              style, x, y, labels.get(i), 100 * values.get(i)));
    }
    return format("<polyline class=\"line %s\" points=\"%s\"/>", style, points.toString().strip())
        + dots;
  }

  /** The names at the lines' ends, kept apart where the lines meet. */
  private String endLabels(double low, double high) {
    double ours = y(selected.get(selected.size() - 1), low, high);
    double theirs = y(random.get(random.size() - 1), low, high);
    double lacking = Math.max(0, 16 - Math.abs(ours - theirs)) / 2;
    double direction = ours <= theirs ? -1 : 1;
    double x = WIDTH - RIGHT + 12.0;
    return format(
        "<text class=\"name selected\" x=\"%.1f\" y=\"%.1f\">Winnow</text>"
            + "<text class=\"name random\" x=\"%.1f\" y=\"%.1f\">random picks</text>",
        x, ours + direction * lacking + 4, x, theirs - direction * lacking + 4);
  }

  private double x(int count) {
    int first = labels.get(0);
    int last = labels.get(labels.size() - 1);
    double share = last == first ? 0 : (count - first) / (double) (last - first);
    return LEFT + share * (WIDTH - RIGHT - LEFT);
  }

  private static double y(double value, double low, double high) {
    return TOP + (high - value) / (high - low) * (HEIGHT - BOTTOM - TOP);
  }

  private static double floor(double value) {
    return Math.floor(value / GRID) * GRID;
  }

  private static double ceil(double value) {
    return Math.ceil(value / GRID) * GRID;
  }

  private static double min(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private static String line(String style, double x1, double y1, double x2, double y2) {
    return format(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style, x1, y1, x2, y2);
  }

  private static String text(String anchor, double x, double y, String text, Object... values) {
    return format("<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">", anchor, x, y)
        + Html.escape(format(text, values))
        + "</text>";
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
