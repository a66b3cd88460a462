package io.winnow.cli.encoder;

import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.OutputPath;
import io.winnow.cli.console.Progress;
import io.winnow.cli.console.UsageException;
import io.winnow.descriptor.training.CompactBackboneTrainer;
import io.winnow.descriptor.training.Provenance;
import io.winnow.descriptor.training.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow encoder train-backbone}. */
@Command(
    name = "train-backbone",
    description =
        "Train the compact backbone from scratch, without labels: the network learns by how many"
            + " quarter turns a picture was rotated. Writes backbone.json, weights and provenance.")
final class EncoderTrainBackboneCommand implements Callable<Integer> {

  private static final TrainingSettings DEFAULTS = TrainingSettings.defaults(0);

  @Parameters(paramLabel = "IDX", description = "IDX file of grey pictures, gzipped or not.")
  private Path images;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory to write, made when missing.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights, choice and order of images (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Images to train on (default: ${DEFAULT-VALUE}).")
  private int count = DEFAULTS.images();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the images (default: ${DEFAULT-VALUE}).")
  private int epochs = DEFAULTS.epochs();

  @Option(names = "--json", description = "Print the provenance as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || epochs < 1) {
      throw new UsageException(
          "--images %d and --epochs %d must be at least 1".formatted(count, epochs));
    }
    OutputPath.requireDirectory("--out DIR", out);
    TrainingSettings settings =
        new TrainingSettings(
            seed,
            count,
            DEFAULTS.heldOut(),
            epochs,
            DEFAULTS.batchImages(),
            DEFAULTS.learningRate());
    Provenance provenance = train(settings);
    PrintWriter output = spec.commandLine().getOut();
    if (json) {
      output.println(JsonText.of(JsonText.tree(provenance)));
    } else {
      output.println("backbone written to " + out + ", weights " + provenance.weightDigest());
      output.println("loss per epoch " + rounded(provenance.lossPerEpoch()));
      output.println(
          "held-out accuracy per epoch "
              + rounded(provenance.heldOutAccuracyPerEpoch())
              + " (chance 0.25)");
    }
    return 0;
  }

  private Provenance train(TrainingSettings settings) throws IOException {
    int perEpoch = (settings.images() + settings.batchImages() - 1) / settings.batchImages();
    try (Progress progress =
        new Progress(
            "training",
            " steps",
            (long) perEpoch * settings.epochs(),
            spec.commandLine().getErr())) {
      return CompactBackboneTrainer.train(
          images,
          out,
          settings,
          command(),
          (epoch, step, steps, loss) -> {
            progress.stepTo((long) (epoch - 1) * steps + step);
            progress.describe(String.format(Locale.ROOT, "epoch %d loss %.3f", epoch, loss));
          });
    }
  }

  /** What repeats this training; the paths of this machine are nobody's business. */
  private String command() {
    return String.format(
        Locale.ROOT,
        "winnow encoder train-backbone %s --out %s --seed %d --images %d --epochs %d",
        images.getFileName(),
        out.getFileName(),
        seed,
        count,
        epochs);
  }

  private static List<String> rounded(List<Double> values) {
    return values.stream().map(value -> String.format(Locale.ROOT, "%.4f", value)).toList();
  }
}
