package io.winnow.cli.encoder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.Progress;
import io.winnow.cli.console.TextTable;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.publish.SkippedFile;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.Encoders;
import io.winnow.descriptor.encoder.NeighbourAgreement;
import io.winnow.descriptor.encoder.SeededSample;
import io.winnow.descriptor.image.DecodedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow encoder compare}. */
@Command(
    name = "compare",
    description =
        "Compare how two encoders rank the neighbours of images: the mean overlap of the nearest, the"
            + " rank correlation over all, and the images that differ most.")
final class EncoderCompareCommand implements Callable<Integer> {

  private static final int BATCH = 64;
  private static final int SHOWN = 10;

  @Parameters(index = "0", paramLabel = "A", description = "Built-in encoder or encoder file.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "The other one.")
  private String second;

  @Parameters(
      index = "2",
      paramLabel = "DIR|FILE",
      description = "Directory of pictures, an IDX file, or CIFAR-10's binary format.")
  private Path images;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Images to rank, drawn with --seed (default: ${DEFAULT-VALUE}).")
  private int sample = 2_000;

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "Images of the sample whose neighbours are ranked (default: ${DEFAULT-VALUE}).")
  private int queries = 200;

  @Option(
      names = "--k",
      paramLabel = "K",
      description = "Nearest neighbours of a query to compare (default: ${DEFAULT-VALUE}).")
  private int k = 10;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of sample and queries (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "auto, nd4j or onnxruntime (default: auto).")
  private Backend backend = Backend.AUTO;

  @Option(
      names = "--backbone",
      paramLabel = "NAME|DIR",
      description =
          "Backbone of an encoder whose own is not built in: what 'encoder fit --backbone' was given."
              + " An encoder that was fitted on other weights takes the one that it names.")
  private String backbone;

  @Mixin private PixelLimit limit;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (queries < 1) {
      throw new UsageException("--queries " + queries + " must be at least 1");
    }
    Encoder one = Encoders.load(first);
    Encoder other = Encoders.load(second);
    ImageSample drawn = ImageSample.of(images, sample, seed, limit.pixels());
    requireEnough(drawn);
    float[][] oneDescribed = describe(one, drawn);
    requireEnough(drawn);
    float[][] otherDescribed = describe(other, drawn);
    int[] asked = SeededSample.indices(drawn.size(), Math.min(queries, drawn.size()), seed);
    report(
        drawn,
        Arrays.stream(asked)
            .mapToObj(query -> NeighbourAgreement.of(oneDescribed, otherDescribed, query, k))
            .toList());
    SkippedFile.report(drawn.skipped(), spec.commandLine().getErr());
    return drawn.skipped().isEmpty() ? 0 : 1;
  }

  private void requireEnough(ImageSample drawn) {
    if (k < 1 || drawn.size() < 3 || k >= drawn.size()) {
      throw new UsageException(
          "--k %d does not fit %d images of %s".formatted(k, drawn.size(), images));
    }
  }

  private float[][] describe(Encoder encoder, ImageSample drawn) {
    List<float[]> descriptors = new ArrayList<>();
    PrintWriter err = spec.commandLine().getErr();
    try (Describer describer = open(encoder);
        Progress progress = new Progress("describe", " images", drawn.size(), err)) {
      List<float[]> batch = new ArrayList<>();
      for (DecodedImage image : drawn) {
        batch.add(describer.prepare(image));
        if (batch.size() == BATCH) {
          descriptors.addAll(List.of(describer.describe(batch)));
          progress.stepTo(descriptors.size());
          batch.clear();
        }
      }
      if (!batch.isEmpty()) {
        descriptors.addAll(List.of(describer.describe(batch)));
      }
    }
    return descriptors.toArray(float[][]::new);
  }

  private Describer open(Encoder encoder) {
    return BackboneOfEncoder.open(encoder, Optional.ofNullable(backbone), backend);
  }

  private void report(ImageSample drawn, List<NeighbourAgreement> agreements) {
    double overlap = mean(agreements, NeighbourAgreement::overlap);
    double correlation = mean(agreements, NeighbourAgreement::rankCorrelation);
    List<NeighbourAgreement> worst =
        agreements.stream()
            .sorted(
                Comparator.comparingDouble(NeighbourAgreement::overlap)
                    .thenComparingDouble(NeighbourAgreement::rankCorrelation)
                    .thenComparingInt(NeighbourAgreement::query))
            .limit(SHOWN)
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("images", drawn.size()).put("queries", agreements.size()).put("k", k);
      node.put("meanOverlap", overlap).put("meanRankCorrelation", correlation);
      for (NeighbourAgreement query : worst) {
        node.withArray("differMost")
            .addObject()
            .put("image", drawn.name(query.query()))
            .put("overlap", query.overlap())
            .put("rankCorrelation", query.rankCorrelation());
      }
      out.println(JsonText.of(node));
      return;
    }
    out.printf(
        Locale.ROOT,
        "%d queries among %d images: overlap@%d %.3f, rank correlation %.3f (means)%n",
        agreements.size(),
        drawn.size(),
        k,
        overlap,
        correlation);
    TextTable table = new TextTable("differ most", "overlap", "rank correlation");
    for (NeighbourAgreement query : worst) {
      table.row(
          drawn.name(query.query()),
          String.format(Locale.ROOT, "%.2f", query.overlap()),
          String.format(Locale.ROOT, "%.3f", query.rankCorrelation()));
    }
    table.print(out);
  }

  private static double mean(
      List<NeighbourAgreement> agreements, ToDoubleFunction<NeighbourAgreement> value) {
    return agreements.stream().mapToDouble(value).average().orElseThrow();
  }
}
