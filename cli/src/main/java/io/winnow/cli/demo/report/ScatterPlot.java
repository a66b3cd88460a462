package io.winnow.cli.demo.report;

import io.winnow.cli.demo.report.PoolMap.Point;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pool as a cloud of dots with the round's shortlist and selection on top, as inline SVG. The
 * cloud is drawn once and referred to by every plot: it is most of the page's dots.
 */
final class ScatterPlot {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 340;
  private static final int MARGIN = 10;
  private static final String CLOUD = "pool-cloud";

  private final Map<String, Point> points;
  private final double left;
  private final double top;
  private final double scaleX;
  private final double scaleY;

  ScatterPlot(PoolMap map) {
    points = map.points();
    Collection<Point> all = points.values();
    left = all.stream().mapToDouble(Point::x).min().orElseThrow();
    top = all.stream().mapToDouble(Point::y).max().orElseThrow();
    double right = all.stream().mapToDouble(Point::x).max().orElseThrow();
    double bottom = all.stream().mapToDouble(Point::y).min().orElseThrow();
    scaleX = (WIDTH - 2 * MARGIN) / Math.max(right - left, Double.MIN_NORMAL);
    scaleY = (HEIGHT - 2 * MARGIN) / Math.max(top - bottom, Double.MIN_NORMAL);
  }

  /** The cloud, to be placed once in the page; invisible by itself. */
  String cloud() {
    return "<svg width=\"0\" height=\"0\" style=\"position:absolute\"><defs><path id=\"%s\" d=\"%s\"/>"
            .formatted(CLOUD, dots(points.values()))
        + "</defs></svg>";
  }

  String svg(RoundOutcome round) {
    List<Point> dropped = round.dropped().stream().map(d -> points.get(d.getImageId())).toList();
    List<Point> selected = round.queries().stream().map(q -> points.get(q.imageId())).toList();
    return ("<svg class=\"scatter\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Pool, shortlist"
            + " and selection\"><use class=\"pool\" href=\"#%s\"/><path class=\"chosen\" d=\"%s\"/>"
            + "<path class=\"dropped\" d=\"%s\"/></svg>")
        .formatted(WIDTH, HEIGHT, CLOUD, dots(selected), dots(dropped));
  }

  /** Dots as strokes of no length with round ends: a tenth of the size of circles. */
  private String dots(Collection<Point> places) {
    StringBuilder path = new StringBuilder();
    for (Point place : places) {
      path.append(
          String.format(
              Locale.ROOT,
              "M%.1f %.1fh0",
              MARGIN + (place.x() - left) * scaleX,
              MARGIN + (top - place.y()) * scaleY));
    }
    return path.toString();
  }
}
