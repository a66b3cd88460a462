package io.winnow.benchmarks;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.backbone.InputShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Images per second through a backbone: ND4J, ONNX Runtime and PyTorch on the same pixels. */
@Command(
    name = "backbone-speed",
    description = "Images/s of VGG16's blocks 1-3 by ND4J, ONNX Runtime and PyTorch.")
final class BackboneSpeed implements Callable<Integer> {

  private static final BackboneNetwork NETWORK = BackboneNetwork.VGG16;
  private static final int BATCH = 16;
  private static final int THREADS = 2;
  private static final int WARM_UP = 2;
  private static final int PIXELS_PER_MEASUREMENT = 224 * 224;

  /** Where ND4J takes its number of threads from. */
  private static final String ND4J_THREADS = "OMP_NUM_THREADS";

  @Mixin private ReportOutput output;

  @Mixin private BackboneReference reference;

  @Mixin private SquareInputs inputs;

  @Option(
      names = "--measurements",
      paramLabel = "N",
      defaultValue = "5",
      description = "Measurements of each engine (default: ${DEFAULT-VALUE}).")
  private int measurements;

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private String torchVersion = "";

  @Override
  public Integer call() throws Exception {
    if (!Integer.toString(THREADS).equals(System.getenv(ND4J_THREADS))) {
      throw new BenchmarkException(
          "ND4J takes its threads from %s, which must be %d; benchmarks/run sets it"
              .formatted(ND4J_THREADS, THREADS));
    }
    BackbonePictures pictures = BackbonePictures.read(reference.data(), BATCH);
    for (InputShape shape : inputs.shapes()) {
      measure(pictures, shape);
    }
    output.publish("Images per second through VGG16's blocks 1-3", method(), rows, List.of());
    return 0;
  }

  private void measure(BackbonePictures pictures, InputShape shape) throws Exception {
    List<float[]> pixels = pictures.prepare(NETWORK, shape);
    int passes = Math.max(1, PIXELS_PER_MEASUREMENT / (shape.height() * shape.width()));
    for (Backend backend : List.of(Backend.ND4J, Backend.ONNXRUNTIME)) {
      output.progress(backend.id() + ", " + shape.height());
      rows.add(row(backend.id(), shape, passes, seconds(backend, pixels, shape, passes)));
    }
    output.progress("pytorch, " + shape.height());
    BackboneReference.Speed torch = reference.speed(NETWORK, pixels, shape, passes, measurements);
    torchVersion = torch.version();
    rows.add(row("pytorch", shape, passes, torch.seconds()));
  }

  private List<Double> seconds(Backend backend, List<float[]> pixels, InputShape shape, int passes)
      throws IOException {
    String[] layers = NETWORK.layers().toArray(String[]::new);
    List<Double> seconds = new ArrayList<>();
    try (Backbone backbone =
        Backbones.open(NETWORK.spec(reference.data(), shape.width()), backend, THREADS)) {
      for (int m = -WARM_UP; m < measurements; m++) {
        long start = System.nanoTime();
        for (int pass = 0; pass < passes; pass++) {
          backbone.forward(pixels, shape, layers);
        }
        if (m >= 0) {
          seconds.add((System.nanoTime() - start) / 1e9);
        }
      }
    }
    return seconds;
  }

  private static Map<String, Object> row(
      String engine, InputShape shape, int passes, List<Double> seconds) {
    Samples rates =
        new Samples(seconds.stream().map(taken -> (double) passes * BATCH / taken).toList());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("engine", engine);
    row.put("input", shape.height() + " x " + shape.width());
    row.put("images/s, median", rates.median());
    row.put("min", rates.min());
    row.put("max", rates.max());
    return row;
  }

  private List<String> method() {
    return List.of(
        "Maps %s of the same preprocessed pictures in batches of %d, %d threads each, one engine after the other; %d measurements after %d to warm up, each of as many batches as make up 16 pictures of 224 x 224."
            .formatted(
                String.join(" and ", NETWORK.layers()), BATCH, THREADS, measurements, WARM_UP),
        "nd4j and onnxruntime: Backbone.forward as the worker calls it, NHWC pixels in and NHWC maps"
            + " out, so ONNX Runtime's share holds two changes of layout. pytorch %s: float32 on the CPU,"
                .formatted(torchVersion)
            + " inference mode, NCHW in and out.",
        "Python runs in a process of its own, which counts among the other processes below.");
  }
}
