package io.winnow.benchmarks.retrieval;

import io.winnow.benchmarks.ReportOutput;
import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The paper's Table IV and Fig. 9 for retrieval, on pictures and networks that are to be had. */
@Command(
    name = "retrieval-table",
    description =
        "Mean average precision of every layer, number of channels, aggregation and size, for"
            + " pictures of the same class and for near-duplicates.")
public final class RetrievalTable implements Callable<Integer> {

  @Mixin private ReportOutput output;

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
  private int calibration = 600;

  @Option(
      names = "--gallery",
      paramLabel = "N",
      description = "Pictures searched, each one also a query (default: ${DEFAULT-VALUE}).")
  private int gallery = 1_000;

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "Pictures whose disguises are searched for (default: ${DEFAULT-VALUE}).")
  private int queries = 100;

  @Option(
      names = "--max-features",
      paramLabel = "N",
      description = "Leave out longer vectors before PCA (default: ${DEFAULT-VALUE}).")
  private int maxFeatures = 20_000;

  @Override
  public Integer call() throws IOException {
    PictureSets sets = new PictureSets(data, calibration, gallery);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String name : pictures) {
      PictureSet set = sets.named(name);
      for (Networks network : networks) {
        output.progress(name + ", " + network.label());
        try (Backbone backbone =
            Backbones.open(network.spec(data, set.inputSize()), Backend.AUTO)) {
          Evaluation evaluation = new Evaluation(set, backbone, queries, maxFeatures);
          for (Variant variant : Variant.of(backbone.spec())) {
            rows.addAll(evaluation.rows(variant));
          }
        }
      }
    }
    output.publish("Retrieval by layer, channels, aggregation and size", method(), rows, List.of());
    return 0;
  }

  private List<String> method() {
    return List.of(
        "Mean average precision by cosine. Class mAP: every picture of the gallery searches the"
            + " others, answers are of its class. Duplicate mAP: %d pictures search the gallery and"
                .formatted(queries)
            + " one crop, mirror image, brightening or darkening, JPEG of quality 30 and small"
            + " rotation of each of them, answers are its own.",
        "Encoders are fitted on %d other pictures without labels (voc2007: on those searched), plain PCA;"
                .formatted(calibration)
            + " gallery of %d (voc2007: 300). Class of a VOC picture: that of its largest box."
                .formatted(gallery),
        "Network inputs: fashion-mnist and cifar-10 64x64, voc2007 128x128.",
        "Left out: vectors of more than %d values before PCA, and what cannot be fitted, with the reason."
            .formatted(maxFeatures));
  }
}
