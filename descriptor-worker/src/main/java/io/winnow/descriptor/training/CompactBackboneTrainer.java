package io.winnow.descriptor.training;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.winnow.descriptor.backbone.BackboneWriter;
import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.backbone.Preprocessing;
import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.encoder.SeededSample;
import io.winnow.descriptor.image.IdxImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Trains the compact backbone from scratch on unlabelled images: the network tells by how many
 * quarter turns a picture was rotated (Gidaris et al., "Unsupervised Representation Learning by
 * Predicting Image Rotations", 2018).
 */
public final class CompactBackboneTrainer {

  private static final double PIXEL_SCALE = 1 / 255.0;

  /** Mean and deviation of Fashion-MNIST's training pixels in 0..1. */
  private static final Preprocessing PREPROCESSING =
      new Preprocessing(ChannelOrder.GRAY, PIXEL_SCALE, List.of(0.2860), List.of(0.3530));

  private static final InputShape INPUT =
      new InputShape(CompactNetwork.INPUT_SIZE, CompactNetwork.INPUT_SIZE, 1);

  private final TrainingSettings settings;
  private final TrainingProgress progress;
  private final List<float[]> training;
  private final List<float[]> heldOut;

  private CompactBackboneTrainer(
      TrainingSettings settings,
      TrainingProgress progress,
      List<float[]> training,
      List<float[]> heldOut) {
    this.settings = settings;
    this.progress = progress;
    this.training = training;
    this.heldOut = heldOut;
  }

  /**
   * Trains and writes {@code backbone.json}, {@code model.onnx} and {@code provenance.json}.
   *
   * @param images IDX file of grey images, gzipped or not
   * @param out directory, made when missing
   * @param settings what to train with
   * @param command command line to note in the provenance
   * @param progress hears after every step
   * @return what was noted
   * @throws IOException when the images cannot be read, are too few, or the files not written
   */
  public static Provenance train(
      Path images, Path out, TrainingSettings settings, String command, TrainingProgress progress)
      throws IOException {
    IdxImages idx = IdxImages.read(images);
    int needed = settings.images() + settings.heldOut();
    if (idx.count() < needed) {
      throw new IOException(
          "%s has %d images, training needs %d".formatted(images, idx.count(), needed));
    }
    List<float[]> prepared = choose(idx, needed, settings.seed());
    CompactBackboneTrainer trainer =
        new CompactBackboneTrainer(
            settings,
            progress,
            prepared.subList(0, settings.images()),
            prepared.subList(settings.images(), needed));
    Files.createDirectories(out);
    Provenance provenance = trainer.run(images, out, command);
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(out.resolve("provenance.json").toFile(), provenance);
    return provenance;
  }

  private static List<float[]> choose(IdxImages idx, int count, long seed) {
    Preprocessor preprocessor = new Preprocessor(INPUT, PREPROCESSING);
    List<float[]> chosen = new ArrayList<>(count);
    for (int index : SeededSample.indices(idx.count(), count, seed)) {
      chosen.add(preprocessor.prepare(idx.decoded(index)));
    }
    return chosen;
  }

  private Provenance run(Path images, Path out, String command) throws IOException {
    int steps = (training.size() + settings.batchImages() - 1) / settings.batchImages();
    RotationClassifier classifier =
        new RotationClassifier(settings.seed(), settings.learningRate(), steps);
    List<Double> losses = new ArrayList<>();
    List<Double> accuracies = new ArrayList<>();
    Random order = new Random(settings.seed() + 1);
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      losses.add(epoch(classifier, epoch, steps, SeededSample.order(training.size(), order)));
      accuracies.add(accuracy(classifier));
    }
    MultiLayerNetwork features = CompactNetwork.toDl4j(classifier.kernels(), classifier.biases());
    String digest =
        BackboneWriter.write(
            out,
            CompactNetwork.NAME,
            features,
            PREPROCESSING,
            CompactNetwork.INPUT_SIZE,
            CompactNetwork.LOW_LAYER);
    return new Provenance(
        command,
        "predict the rotation of an image by 0, 90, 180 or 270 degrees; no labels used",
        images.getFileName().toString(),
        sha256(images),
        settings,
        losses,
        accuracies,
        features.numParams(),
        digest);
  }

  private double epoch(RotationClassifier classifier, int epoch, int steps, int[] order) {
    double sum = 0;
    for (int step = 1; step <= steps; step++) {
      int from = (step - 1) * settings.batchImages();
      int to = Math.min(order.length, from + settings.batchImages());
      List<float[]> batch = new ArrayList<>();
      for (int i = from; i < to; i++) {
        batch.add(training.get(order[i]));
      }
      double loss = classifier.fit(RotationBatch.of(batch, CompactNetwork.INPUT_SIZE));
      sum += loss;
      progress.at(epoch, step, steps, loss);
    }
    return sum / steps;
  }

  private double accuracy(RotationClassifier classifier) {
    int right = 0;
    for (int from = 0; from < heldOut.size(); from += settings.batchImages()) {
      int to = Math.min(heldOut.size(), from + settings.batchImages());
      right +=
          classifier.countRight(
              RotationBatch.of(heldOut.subList(from, to), CompactNetwork.INPUT_SIZE));
    }
    return (double) right / (heldOut.size() * RotationBatch.TURNS);
  }

  private static String sha256(Path path) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(path)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
