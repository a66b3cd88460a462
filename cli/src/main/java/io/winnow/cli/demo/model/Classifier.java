package io.winnow.cli.demo.model;

import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.demo.sample.LabelledImages;
import io.winnow.descriptor.image.IdxImages;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The model that the demo improves: a perceptron with one hidden layer on the pixels. Small on
 * purpose, so that it can be trained from scratch after every round; on a few hundred pictures it
 * is as good as a small convolutional network and many times faster.
 *
 * <p>Same pictures, same seed and same machine give the same model.
 */
public final class Classifier {
  /** What it is called in scores and summaries. */
  public static final String NAME = "mlp-128";

  private static final int HIDDEN_UNITS = 128;
  private static final double LEARNING_RATE = 1e-3;
  private static final double WEIGHT_DECAY = 1e-4;
  private static final int BATCH_SIZE = 32;

  /** Batches trained on, whatever the number of pictures: every model gets the same work. */
  private static final int STEPS = 400;

  /** Pictures classified at once. */
  private static final int CHUNK = 500;

  /** Mean and spread of Fashion-MNIST's pixels, as its users usually take them. */
  private static final float PIXEL_MEAN = 0.286f;

  private static final float PIXEL_DEVIATION = 0.353f;

  private final MultiLayerNetwork network;

  private Classifier(MultiLayerNetwork network) {
    this.network = network;
  }

  /**
   * Trains a model from scratch.
   *
   * @param labelled the labelled pictures; at least one batch of 32
   * @param seed of the first weights and of the order of the pictures
   */
  public static Classifier train(LabelledImages labelled, long seed) {
    if (labelled.count() < BATCH_SIZE) {
      throw new IllegalArgumentException(
          "%d labelled images, training needs at least %d".formatted(labelled.count(), BATCH_SIZE));
    }
    return new Classifier(OneThread.run(() -> fit(labelled, seed)));
  }

  private static MultiLayerNetwork fit(LabelledImages labelled, long seed) {
    IdxImages images = labelled.images();
    INDArray pixels = pixels(images, 0, images.count());
    INDArray classes = classes(labelled);
    MultiLayerNetwork network =
        new MultiLayerNetwork(architecture(images.height() * images.width(), seed));
    network.init();
    BatchOrder order = new BatchOrder(labelled.count(), BATCH_SIZE, new Random(seed));
    for (int step = 0; step < STEPS; step++) {
      int[] batch = order.next();
      network.fit(pixels.getRows(batch), classes.getRows(batch));
    }
    return network;
  }

  /** Class probabilities (softmax): one row per picture, one column per class. */
  public double[][] probabilities(IdxImages images) {
    double[][] rows = new double[images.count()][];
    for (int from = 0; from < rows.length; from += CHUNK) {
      INDArray chunk = pixels(images, from, Math.min(rows.length, from + CHUNK));
      double[][] output = OneThread.run(() -> network.output(chunk, false).toDoubleMatrix());
      System.arraycopy(output, 0, rows, from, output.length);
    }
    return rows;
  }

  /** Share of the pictures whose most probable class is their label, 0..1. */
  public double accuracy(LabelledImages items) {
    double[][] probabilities = probabilities(items.images());
    int right = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (mostProbable(probabilities[i]) == items.labels().label(i)) {
        right++;
      }
    }
    return (double) right / probabilities.length;
  }

  /** The class of the largest probability, the first of equals. */
  public static int mostProbable(double[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      if (probabilities[k] > probabilities[best]) {
        best = k;
      }
    }
    return best;
  }

  private static MultiLayerConfiguration architecture(int inputs, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(DataType.FLOAT)
        .updater(new Adam(LEARNING_RATE))
        .weightInit(WeightInit.RELU)
        .l2(WEIGHT_DECAY)
        .list()
        .layer(new DenseLayer.Builder().nOut(HIDDEN_UNITS).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(FashionSample.CLASSES.size())
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(inputs))
        .build();
  }

  private static INDArray pixels(IdxImages images, int from, int to) {
    int size = images.height() * images.width();
    float[] values = new float[(to - from) * size];
    for (int i = from; i < to; i++) {
      byte[] image = images.image(i);
      int at = (i - from) * size;
      for (int p = 0; p < size; p++) {
        values[at + p] = (Byte.toUnsignedInt(image[p]) / 255f - PIXEL_MEAN) / PIXEL_DEVIATION;
      }
    }
    return Nd4j.create(values, new long[] {to - from, size}, 'c');
  }

  private static INDArray classes(LabelledImages labelled) {
    int columns = FashionSample.CLASSES.size();
    float[] values = new float[labelled.count() * columns];
    for (int i = 0; i < labelled.count(); i++) {
      values[i * columns + labelled.labels().label(i)] = 1;
    }
    return Nd4j.create(values, new long[] {labelled.count(), columns}, 'c');
  }
}
