package io.winnow.benchmarks.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.benchmarks.RunContext;
import io.winnow.cli.console.JsonText;
import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The paper's Table IV and Fig. 9 for retrieval, on pictures and networks that are to be had. */
@Command(
    name = "retrieval",
    description =
        "Mean average precision of every layer, number of channels, aggregation and size, for"
            + " pictures of the same class and for near-duplicates.")
public final class Retrieval implements Callable<Integer> {

  @Mixin private RunContext run;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of models, cifar10 and voc2007-subset (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("../shared/data");

  @Option(
      names = "--pictures",
      split = ",",
      paramLabel = "NAME",
      description = "fashion-mnist, cifar-10, voc2007 (default: all).")
  private List<String> pictures = List.of(PictureSets.FASHION, PictureSets.CIFAR, PictureSets.VOC);

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      description = "VGG16_BLOCKS_1_3, GOOGLENET_BN, SQUEEZENET (default: all).")
  private List<Networks> networks = List.of(Networks.values());

  @Option(
      names = "--calibration",
      paramLabel = "N",
      description = "Pictures an encoder is fitted on (default: ${DEFAULT-VALUE}).")
  private int calibration = 520;

  @Option(
      names = "--gallery",
      paramLabel = "N",
      description = "Pictures searched, each one also a query (default: ${DEFAULT-VALUE}).")
  private int gallery = 400;

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "Pictures whose disguises are searched for (default: ${DEFAULT-VALUE}).")
  private int queries = 40;

  @Option(
      names = "--max-features",
      paramLabel = "N",
      description = "Leave out longer vectors before PCA (default: ${DEFAULT-VALUE}).")
  private int maxFeatures = 10_000;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder for a file PICTURES-NETWORK.jsonl each: how it was measured, then a row a line.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    PictureSets sets = new PictureSets(data, calibration, gallery);
    Files.createDirectories(out);
    for (String name : pictures) {
      PictureSet set = sets.named(name);
      measure(set, new PixelMaps(set.inputSize()), Variant.ofPixels());
      for (Networks network : networks) {
        BackboneSpec spec = network.spec(data, set.inputSize());
        measure(set, Backbones.open(spec, Backend.AUTO), Variant.of(spec));
      }
    }
    return 0;
  }

  private void measure(PictureSet set, Backbone opened, List<Variant> variants) throws IOException {
    run.progress(set.name() + ", " + opened.name());
    Path file = out.resolve(set.name() + "-" + opened.name() + ".jsonl");
    try (Backbone backbone = opened;
        BufferedWriter lines = Files.newBufferedWriter(file)) {
      Evaluation evaluation = new Evaluation(set, backbone, queries, maxFeatures);
      write(lines, header(set, evaluation));
      // The first one runs the network, the others share what it gave.
      write(lines, evaluation.rows(variants.get(0)));
      variants.stream().skip(1).parallel().forEach(v -> write(lines, evaluation.rows(v)));
    }
  }

  private JsonNode header(PictureSet set, Evaluation evaluation) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("pictures", set.name());
    header.put("input", set.inputSize());
    header.put("calibration", set.calibration().size());
    header.put("gallery", set.gallery().size());
    header.put("queries", evaluation.queries());
    header.put("seed", Evaluation.SEED);
    header.put("maxFeatures", maxFeatures);
    header.set("origin", run.origin());
    return header;
  }

  private static void write(BufferedWriter lines, List<Map<String, Object>> rows) {
    rows.forEach(row -> write(lines, JsonText.tree(row)));
  }

  /** A line at once, so that a run that is cut short leaves what it found. */
  private static void write(BufferedWriter lines, JsonNode row) {
    synchronized (lines) {
      try {
        lines.write(row.toString());
        lines.newLine();
        lines.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
