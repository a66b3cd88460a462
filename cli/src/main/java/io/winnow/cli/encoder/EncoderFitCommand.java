package io.winnow.cli.encoder;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.OutputPath;
import io.winnow.cli.console.Progress;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.publish.SkippedFile;
import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.encoder.Aggregation;
import io.winnow.descriptor.encoder.DuplicateCosine;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderException;
import io.winnow.descriptor.encoder.EncoderFile;
import io.winnow.descriptor.encoder.EncoderFitter;
import io.winnow.descriptor.encoder.FitProgress;
import io.winnow.descriptor.encoder.FitSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow encoder fit}. */
@Command(
    name = "fit",
    description =
        "Fit an encoder on a sample of images: choose the channels with the largest spatial variance,"
            + " then a PCA. The same images and settings give the same encoder. A picture that cannot"
            + " be decoded is skipped and named; exit code 1 at the end.")
final class EncoderFitCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR|FILE",
      description =
          "Directory of pictures, an IDX file, or CIFAR-10's binary format (.bin); both also gzipped.")
  private Path images;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Encoder file to write (a zip).")
  private Path out;

  @Option(
      names = "--backbone",
      paramLabel = "NAME|DIR",
      description = "Built-in backbone or the directory of one (default: ${DEFAULT-VALUE}).")
  private String backbone = "compact";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "auto, nd4j or onnxruntime (default: auto).")
  private Backend backend = Backend.AUTO;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Images to fit on, drawn with --seed (default: ${DEFAULT-VALUE}).")
  private int sample = 2_000;

  @Option(
      names = "--layers",
      split = ",",
      paramLabel = "NAME",
      description =
          "Feature maps, one or more: low, middle and high are the backbone's own, anything else is"
              + " a map's name (default: low,middle).")
  private List<String> layers = FitSettings.FUSED;

  @Option(
      names = "--channels",
      paramLabel = "K|all",
      description = "Channels kept of each feature map, or all (default: ${DEFAULT-VALUE}).")
  private String channels = String.valueOf(FitSettings.DEFAULT_CHANNELS);

  @Option(
      names = "--aggregation",
      paramLabel = "NAME",
      description =
          "'grid G' averages the chosen channels to G x G cells, flatten keeps every cell, pwa weighs"
              + " all channels by the chosen ones; mac, r-mac, spoc and crow are baselines over all"
              + " channels (default: ${DEFAULT-VALUE}).")
  private String aggregation = FitSettings.DEFAULT_AGGREGATION.text();

  @Option(
      names = "--size",
      paramLabel = "D",
      description =
          "Components of a descriptor (default: 256, or as many as the channels and the sample allow).")
  private Integer size;

  @Option(
      names = "--whitening",
      paramLabel = "W",
      description =
          "Divide each component by its standard deviation to this power: 0 is plain PCA, 1 full"
              + " whitening (default: ${DEFAULT-VALUE}).")
  private double whitening;

  @Option(
      names = "--input-size",
      paramLabel = "PIXELS",
      description = "Side of the square network input (default: the backbone's).")
  private Integer inputSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sample (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private PixelLimit limit;

  @Option(names = "--json", description = "Print the encoder as JSON, as 'encoder show' does.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (sample < 1) {
      throw new UsageException("--sample " + sample + " must be at least 1");
    }
    int maxPixels = limit.pixels();
    OutputPath.requireFile("--out", out);
    BackboneSpec backboneSpec = Backbones.spec(backbone);
    FitSettings settings = settings(backboneSpec);
    ImageSample drawn = ImageSample.of(images, sample, seed, maxPixels);
    Encoder encoder = fit(backboneSpec, drawn, settings);
    EncoderFile.write(encoder, out);
    report(encoder);
    SkippedFile.report(drawn.skipped(), spec.commandLine().getErr());
    return drawn.skipped().isEmpty() ? 0 : 1;
  }

  private FitSettings settings(BackboneSpec backboneSpec) {
    try {
      return new FitSettings(
          layers,
          channelsPerLayer(),
          Aggregation.parse(aggregation),
          size == null ? FitSettings.DEFAULT_SIZE : size,
          whitening,
          inputSize == null ? backboneSpec.inputSize() : inputSize,
          seed);
    } catch (IllegalArgumentException | EncoderException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private int channelsPerLayer() {
    if (channels.equals("all")) {
      return FitSettings.ALL_CHANNELS;
    }
    if (!channels.matches("[1-9][0-9]{0,8}")) {
      throw new UsageException("--channels '" + channels + "' must be a number from 1 or all");
    }
    return Integer.parseInt(channels);
  }

  private Encoder fit(BackboneSpec backboneSpec, ImageSample drawn, FitSettings settings) {
    PrintWriter err = spec.commandLine().getErr();
    try (Backbone opened = Backbones.open(backboneSpec, backend);
        Progress progress = new Progress("encoder", " images", 2L * drawn.size(), err)) {
      return EncoderFitter.fit(opened, drawn, settings, shown(progress, drawn.size(), err));
    }
  }

  private static FitProgress shown(Progress progress, int size, PrintWriter err) {
    return new FitProgress() {
      @Override
      public void at(Stage stage, int images) {
        show(progress, size, stage, images);
      }

      @Override
      public void planned(String pca) {
        err.println(pca);
      }

      @Override
      public void reduced(int usual, int size, String reason) {
        err.printf("%d components instead of the usual %d: %s%n", size, usual, reason);
      }
    };
  }

  private static void show(Progress progress, int size, FitProgress.Stage stage, int count) {
    progress.describe(stage.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    switch (stage) {
      case RANKING_CHANNELS -> progress.stepTo(count);
      case COLLECTING_FEATURES -> progress.stepTo((long) size + count);
      case DECOMPOSING, CALIBRATING -> progress.stepTo(2L * size);
    }
  }

  private void report(Encoder encoder) {
    DuplicateCosine duplicates = encoder.fit().duplicateCosine();
    if (!duplicates.plausible()) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "the duplicate cosine %.3f, measured on %d images, means nothing: adaptive-nms would"
                  + " drop images that are not alike, so policies take 0.9 instead; fit on at least"
                  + " %d images, better 500%n",
              duplicates.threshold(),
              duplicates.images(),
              DuplicateCosine.LEAST_IMAGES);
    }
    PrintWriter output = spec.commandLine().getOut();
    if (json) {
      output.println(JsonText.of(EncoderText.json(encoder)));
    } else {
      EncoderText.print(encoder, output);
      output.println("written to     " + out);
    }
  }
}
