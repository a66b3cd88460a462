package io.winnow.benchmarks;

import ai.onnxruntime.OrtException;
import com.sun.management.OperatingSystemMXBean;
import io.winnow.benchmarks.WorkerComparison.Engine;
import io.winnow.benchmarks.WorkerComparison.Turns;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.ImageDecoder;
import io.winnow.descriptor.image.ImageRejectedException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Images per second through the worker, topic to topic by file uris, beside the engine alone on the
 * same pixels. The sides take turns, so that what else the machine does hits both.
 */
@Command(
    name = "worker-on-files",
    description = "Images/s of the worker on JPEG files beside bare ONNX Runtime and PyTorch.")
final class WorkerOnFiles implements Callable<Integer> {

  private static final int THREADS = 2;
  private static final int SAMPLE = 300;
  private static final int ND4J_BATCH = 16;

  /** Passes until ONNX Runtime has the memory it needs and knows how it is used. */
  private static final int UNTIMED = 2;

  private static final int MAX_PIXELS = 1_000_000;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Mixin private ReportOutput output;

  @Mixin private BackboneReference reference;

  @Mixin private SquareInputs inputs;

  @Option(
      names = "--batches",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,16,64",
      description = "Batch sizes (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "About how long a measurement is to take (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "3",
      description = "Measurements of each side, in turn (default: ${DEFAULT-VALUE}).")
  private int repeats;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "30",
      description =
          "How long the worker runs before the first measurement, at least (default:"
              + " ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--backends",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "ONNXRUNTIME,ND4J",
      description =
          "The worker's backends: ONNXRUNTIME beside bare ONNX Runtime, ND4J beside PyTorch"
              + " (default: ${DEFAULT-VALUE}).")
  private List<Backend> backends;

  private final WorkerComparison comparison = new WorkerComparison();

  @Override
  public Integer call() throws Exception {
    JpegFiles originals = JpegFiles.original(reference.data());
    output.progress("starting Kafka and the schema registry");
    try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
      for (InputShape shape : inputs.shapes()) {
        int side = shape.height();
        Path directory = cluster.directory();
        JpegFiles files =
            side < 100 ? originals.scaled(side, directory.resolve("jpeg-" + side)) : originals;
        List<DecodedImage> sample = decoded(files);
        output.progress("fitting an encoder at " + side);
        VggEncoder encoder = VggEncoder.fit(reference.data(), shape, sample, directory, THREADS);
        Preprocessor preprocessor = new Preprocessor(shape, VggEncoder.NETWORK.preprocessing());
        List<float[]> pixels =
            sample.stream().limit(largestBatch()).map(preprocessor::prepare).toList();
        if (backends.contains(Backend.ONNXRUNTIME)) {
          for (int batch : batches) {
            besideOnnxRuntime(cluster, encoder, files, pixels.subList(0, batch));
          }
        }
        if (backends.contains(Backend.ND4J)) {
          besidePyTorch(cluster, encoder, files, pixels.subList(0, ND4J_BATCH));
        }
      }
    }
    output.publish(
        "The worker beside its engine alone", method(), comparison.rows(), comparison.findings());
    return 0;
  }

  private int largestBatch() {
    return batches.stream().mapToInt(Integer::intValue).reduce(ND4J_BATCH, Math::max);
  }

  private static List<DecodedImage> decoded(JpegFiles files)
      throws IOException, ImageRejectedException {
    ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
    List<DecodedImage> sample = new ArrayList<>();
    for (int number = 0; number < SAMPLE; number++) {
      sample.add(decoder.decode(Files.readAllBytes(files.file(number))));
    }
    return sample;
  }

  private void besideOnnxRuntime(
      EmbeddedCluster cluster, VggEncoder encoder, JpegFiles files, List<float[]> pixels)
      throws Exception {
    int batch = pixels.size();
    int side = encoder.shape().height();
    String name = "onnxruntime-%d-%d".formatted(side, batch);
    List<Double> together = new ArrayList<>();
    List<Double> apart = new ArrayList<>();
    List<Double> through = new ArrayList<>();
    long cpuTogether = 0;
    long cpuApart = 0;
    long cpuWorker = 0;
    double peak = 0;
    ThreadTimes threads = new ThreadTimes();
    double rate = new Bare(encoder.shape(), pixels, 1, THREADS).rate(Math.max(1, 16 / batch));
    int passes = THREADS * (int) Math.max(1, Math.ceil(seconds * rate / batch / THREADS));
    int images = passes * batch;
    try (FileWorker worker =
        new FileWorker(cluster, name, encoder, files, Backend.ONNXRUNTIME, batch)) {
      warmUp(worker, images);
      for (int turn = 0; turn < repeats; turn++) {
        Bare one = new Bare(encoder.shape(), pixels, 1, THREADS);
        together.add(one.rate(passes));
        cpuTogether += one.cpuNanos;
        // A batch is divided as the worker divides it.
        int part = Math.max(1, batch / THREADS);
        Bare each = new Bare(encoder.shape(), pixels.subList(0, part), THREADS, 1);
        apart.add(each.rate(images / part));
        cpuApart += each.cpuNanos;
        ProcessPeak.forget();
        long start = PROCESS.getProcessCpuTime();
        threads.start();
        through.add(worker.rate(images));
        threads.stop();
        cpuWorker += PROCESS.getProcessCpuTime() - start;
        peak = Math.max(peak, ProcessPeak.mib());
      }
      double all = (double) repeats * images;
      String cpu =
          "%.1f / %.1f / %.1f (%s)"
              .formatted(
                  cpuTogether / all / 1e6,
                  cpuApart / all / 1e6,
                  cpuWorker / all / 1e6,
                  threads.perImage(all));
      Turns turns = new Turns(together, apart, through, cpu, worker.shares(), peak);
      output.progress(comparison.add(Engine.ONNX_RUNTIME, side, batch, files, turns));
    }
  }

  /** ONNX Runtime alone, in a session of its own, so that its memory is gone afterwards. */
  private final class Bare {

    private final InputShape shape;
    private final List<float[]> pixels;
    private final int callers;
    private final int threads;
    private long cpuNanos;

    /**
     * @param callers passes at a time
     * @param threads of each pass
     */
    Bare(InputShape shape, List<float[]> pixels, int callers, int threads) {
      this.shape = shape;
      this.pixels = pixels;
      this.callers = callers;
      this.threads = threads;
    }

    /** Pictures per second, after passes that are not timed. */
    double rate(int passes) throws OrtException, InterruptedException {
      FloatBuffer ready = BareSession.batch(pixels, shape);
      try (BareSession session =
          new BareSession(
              VggEncoder.NETWORK.model(reference.data()), VggEncoder.NETWORK.layers(), threads)) {
        session.rate(ready, pixels.size(), shape, UNTIMED * callers, callers);
        long start = PROCESS.getProcessCpuTime();
        double rate = session.rate(ready, pixels.size(), shape, passes, callers);
        cpuNanos = PROCESS.getProcessCpuTime() - start;
        return rate;
      }
    }
  }

  private void besidePyTorch(
      EmbeddedCluster cluster, VggEncoder encoder, JpegFiles files, List<float[]> pixels)
      throws Exception {
    int batch = pixels.size();
    int side = encoder.shape().height();
    List<Double> alone = new ArrayList<>();
    List<Double> through = new ArrayList<>();
    try (FileWorker worker =
        new FileWorker(cluster, "nd4j-" + side, encoder, files, Backend.ND4J, batch)) {
      warmUp(worker, 2 * batch);
      int passes = (int) Math.max(2, Math.ceil(seconds * worker.rate(2 * batch) / batch));
      ProcessPeak.forget();
      for (int turn = 0; turn < repeats; turn++) {
        double taken =
            reference
                .speed(VggEncoder.NETWORK, pixels, encoder.shape(), passes, 1)
                .seconds()
                .get(0);
        alone.add(passes * batch / taken);
        through.add(worker.rate(passes * batch));
      }
      Turns turns = new Turns(alone, List.of(), through, "", worker.shares(), ProcessPeak.mib());
      output.progress(comparison.add(Engine.PYTORCH, side, batch, files, turns));
    }
  }

  /** Until the JIT has compiled most of what the worker and Kafka run. */
  private void warmUp(FileWorker worker, int images) throws InterruptedException {
    long start = System.nanoTime();
    do {
      worker.rate(images);
    } while (System.nanoTime() - start < warmUp * 1e9);
  }

  private List<String> method() {
    return List.of(
        "VGG16's blocks 1-3, maps %s; the worker adds the encoder of the default kind (R-MAC of both, 256 components, fitted on %d of the pictures at 32 pixels)."
            .formatted(String.join(" and ", VggEncoder.NETWORK.layers()), SAMPLE),
        "Worker: uris of the JPEG files of the PASCAL VOC 2007 subset on winnow.images, Kafka in the same JVM, 4 partitions, default settings but the batch size. For inputs below 100 pixels the pictures were made JPEGs of that size before. The clock runs from the commit of the published uris until Kafka says that the worker's group has committed the last offset, in the transaction that holds the descriptors; Kafka is asked once the worker's own count, looked at every 10 ms, has got there. All images must have been described.",
        "Alone: the engine on a batch of the same decoded pixels that lies ready in memory, again and again, without reading the maps; ONNX Runtime in this JVM, NCHW; PyTorch by benchmarks/reference/backbones.py in a process of its own. %d threads each."
            .formatted(THREADS),
        "A pass per core: ONNX Runtime alone as the worker uses it, %d passes at a time, each on one thread and of a batch's share, the sessions opened anew for each turn."
            .formatted(THREADS),
        "The sides take turns, %d times, each about %.0f s; rates are medians, ratios medians of the ratios of the measurements of a turn."
            .formatted(repeats, seconds),
        "The worker runs for %.0f s before the first measurement, so that the JIT has done most of its work."
            .formatted(warmUp),
        "CPU: time of the process on all cores, with Kafka's in the worker's share; on a machine that others use it says more than the rates. In brackets the worker's by threads: describe is the engine, pooling and projection; rest is Kafka and the schema registry's client.",
        "Microseconds per image: stages overlap, so they do not add up; with more threads than cores they hold waiting, too. Peak: resident memory of the whole process, with Kafka, while the worker runs; a heap of up to 2 GiB is in it.");
  }
}
