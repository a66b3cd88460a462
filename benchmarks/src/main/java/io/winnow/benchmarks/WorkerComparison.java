package io.winnow.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The worker's images per second beside those of an engine alone, as rows of a table. */
final class WorkerComparison {

  /** What the worker is measured against, and how much of it is enough. */
  enum Engine {
    ONNX_RUNTIME("ONNX Runtime", "onnxruntime", 0.9),
    PYTORCH("PyTorch", "nd4j", 1.0);

    private final String shown;
    private final String backend;
    private final double goal;

    Engine(String shown, String backend, double goal) {
      this.shown = shown;
      this.backend = backend;
      this.goal = goal;
    }
  }

  /**
   * What two sides did in turn, in images per second.
   *
   * @param apart of the engine as the worker uses it; may be empty
   * @param cpu milliseconds per image, for people
   * @param shares microseconds per image of the worker's stages, for people
   */
  record Turns(
      List<Double> alone,
      List<Double> apart,
      List<Double> worker,
      String cpu,
      String shares,
      double peakMib) {

    /** Median of the ratios of neighbours in time. */
    private double ratio(List<Double> alone) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < alone.size(); i++) {
        ratios.add(worker.get(i) / alone.get(i));
      }
      return new Samples(ratios).median();
    }
  }

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  /** Adds a row, and returns it as a line. */
  String add(Engine engine, int side, int batch, JpegFiles files, Turns turns) {
    double alone = new Samples(turns.alone()).median();
    double worker = new Samples(turns.worker()).median();
    double ratio = turns.ratio(turns.alone());
    boolean divided = !turns.apart().isEmpty();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("input", side + " x " + side);
    row.put("JPEGs", files.what());
    row.put("batch", batch);
    row.put("alone", engine.shown);
    row.put("images/s alone", alone);
    row.put("worker on", engine.backend);
    row.put("images/s worker", worker);
    row.put("worker / alone", ratio);
    row.put(
        "images/s alone, a pass per core",
        divided ? new Samples(turns.apart()).median() : "not measured");
    row.put("worker / that", divided ? turns.ratio(turns.apart()) : "not measured");
    row.put("CPU ms per image, alone / a pass per core / worker", turns.cpu());
    row.put("microseconds per image", turns.shares());
    row.put("peak MiB", Math.rint(turns.peakMib()));
    rows.add(row);
    findings.add(
        "%d x %d, batch %d: %.3f of %s alone; the goal of %.1f is %s."
            .formatted(
                side,
                side,
                batch,
                ratio,
                engine.shown,
                engine.goal,
                ratio >= engine.goal ? "met" : "missed"));
    return "%s, input %d, batch %d: alone %.1f, worker on %s %.1f images/s, ratio %.3f; CPU ms %s; %s; peak %.0f MiB"
        .formatted(
            engine.shown,
            side,
            batch,
            alone,
            engine.backend,
            worker,
            ratio,
            turns.cpu(),
            turns.shares(),
            turns.peakMib());
  }

  List<Map<String, Object>> rows() {
    return rows;
  }

  /** For each row whether the goal is met. */
  List<String> findings() {
    return findings;
  }
}
