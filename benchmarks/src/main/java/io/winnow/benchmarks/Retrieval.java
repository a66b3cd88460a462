package io.winnow.benchmarks;

import io.winnow.cli.demo.sample.IdxLabels;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.encoder.SeededSample;
import io.winnow.descriptor.image.IdxImages;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How often an image's nearest neighbours by descriptor are of its class. */
@Command(
    name = "retrieval",
    description = "Same-class precision at 10 of an encoder's descriptors, and of raw pixels.")
final class Retrieval implements Callable<Integer> {

  private static final int NEIGHBOURS = 10;
  private static final int BATCH = 64;
  private static final List<Integer> PCA_SIZES = List.of(64, 128);
  private static final List<Double> WHITENINGS = List.of(0.0, 0.5);
  private static final String DATA = "/usr/share/datasets/fashion-mnist/";

  @Mixin private ReportOutput output;

  @Option(
      names = "--encoder",
      paramLabel = "NAME|FILE",
      description = "Built-in encoder or an encoder file (default: ${DEFAULT-VALUE}).")
  private String encoderName = "compact";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "auto, nd4j or onnxruntime (default: ${DEFAULT-VALUE}).")
  private String backend = "auto";

  @Option(
      names = "--idx",
      paramLabel = "FILE",
      description = "IDX file of the pictures searched (default: ${DEFAULT-VALUE}).")
  private Path idx = Path.of(DATA + "t10k-images-idx3-ubyte.gz");

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "IDX file of their classes (default: ${DEFAULT-VALUE}).")
  private Path labels = Path.of(DATA + "t10k-labels-idx1-ubyte.gz");

  @Option(
      names = "--pca-idx",
      paramLabel = "FILE",
      description = "IDX file whose pixels the PCA is fitted on (default: ${DEFAULT-VALUE}).")
  private Path pcaIdx = Path.of(DATA + "train-images-idx3-ubyte.gz");

  @Option(
      names = "--pca-sample",
      paramLabel = "N",
      description = "Images drawn from it with seed 7 (default: ${DEFAULT-VALUE}).")
  private int pcaSample = 5_000;

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "First picture searched, from 0 (default: ${DEFAULT-VALUE}).")
  private int from;

  @Option(
      names = "--gallery",
      paramLabel = "N",
      description = "Pictures searched (default: ${DEFAULT-VALUE}).")
  private int gallery = 4_000;

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "How many of them, from the first, are queries (default: ${DEFAULT-VALUE}).")
  private int queries = 1_000;

  @Override
  public Integer call() throws IOException {
    IdxImages images = IdxImages.read(idx).pick(IntStream.range(from, from + gallery).toArray());
    int[] classes = classes();
    List<Map<String, Object>> rows = new ArrayList<>();
    Encoder encoder = Encoders.load(encoderName);
    output.progress("encoder " + encoderName);
    rows.add(row("encoder " + encoderName, describe(encoder, images), classes));
    output.progress("raw pixels");
    rows.add(row("raw pixels", each(i -> PixelDescriptors.raw(images, i)), classes));
    output.progress("PCA of raw pixels");
    IdxImages sample = IdxImages.read(pcaIdx);
    PixelDescriptors pixels =
        new PixelDescriptors(sample.pick(SeededSample.indices(sample.count(), pcaSample, 7)));
    for (double whitening : WHITENINGS) {
      for (int size : PCA_SIZES) {
        rows.add(
            row(
                "raw pixels, PCA" + (whitening == 0 ? "" : ", whitening " + whitening),
                each(i -> pixels.projected(images, i, size, whitening)),
                classes));
      }
    }
    output.publish("Neighbours of the same class", method(encoder), rows, List.of());
    return 0;
  }

  private int[] classes() throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(labels));
        InputStream in = labels.toString().endsWith(".gz") ? new GZIPInputStream(file) : file) {
      IdxLabels all = IdxLabels.read(in);
      return IntStream.range(from, from + gallery).map(all::label).toArray();
    }
  }

  private float[][] describe(Encoder encoder, IdxImages images) {
    List<float[]> descriptors = new ArrayList<>(gallery);
    try (Describer describer = Describer.open(encoder, Backend.parse(backend))) {
      for (int first = 0; first < gallery; first += BATCH) {
        List<float[]> batch =
            IntStream.range(first, Math.min(gallery, first + BATCH))
                .mapToObj(i -> describer.prepare(images.decoded(i)))
                .toList();
        descriptors.addAll(List.of(describer.describe(batch)));
      }
    }
    return descriptors.toArray(float[][]::new);
  }

  private float[][] each(IntFunction<float[]> descriptor) {
    return IntStream.range(0, gallery).mapToObj(descriptor).toArray(float[][]::new);
  }

  private Map<String, Object> row(String name, float[][] vectors, int[] classes) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("descriptor", name);
    row.put("values", vectors[0].length);
    row.put(
        "precision at " + NEIGHBOURS,
        new Neighbours(vectors).precision(classes, queries, NEIGHBOURS));
    return row;
  }

  private List<String> method(Encoder encoder) {
    return List.of(
        "Share of the %d nearest neighbours by cosine that are of the query's class: %,d queries, the"
                .formatted(NEIGHBOURS, queries)
            + " first of the %,d images searched (%s, from image %,d); a query does not find itself."
                .formatted(gallery, idx.getFileName(), from),
        "The classes serve this measurement only, nothing was trained or fitted with them.",
        "Encoder %s.".formatted(encoder.encoderId()),
        "The PCA of the pixels is fitted on %,d images of %s; pixels are brought to length 1 first, as"
                .formatted(pcaSample, pcaIdx.getFileName())
            + " an encoder does with its features.");
  }
}
