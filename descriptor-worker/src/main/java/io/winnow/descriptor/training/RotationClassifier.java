package io.winnow.descriptor.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * The compact network with a softmax head that tells rotations apart, as an ND4J SameDiff graph in
 * NHWC. DL4J's layer classes train the same network some twenty times slower on a CPU.
 */
final class RotationClassifier {

  private static final String INPUT = "input";
  private static final String LABELS = "labels";
  private static final String LOGITS = "logits";
  private static final String LOSS = "loss";

  private final SameDiff graph = SameDiff.create();
  private final Random random;

  /**
   * Builds the graph with He-initialised weights.
   *
   * @param seed seed of the weights
   * @param learningRate Adam's step size, halved every epoch
   * @param stepsPerEpoch steps of an epoch
   */
  RotationClassifier(long seed, double learningRate, int stepsPerEpoch) {
    this.random = new Random(seed);
    int side = CompactNetwork.INPUT_SIZE;
    SDVariable input = graph.placeHolder(INPUT, DataType.FLOAT, -1, side, side, 1);
    SDVariable labels = graph.placeHolder(LABELS, DataType.FLOAT, -1, RotationBatch.TURNS);
    graph.loss.softmaxCrossEntropy(LOSS, labels, head(features(input)), null);
    graph.setLossVariables(LOSS);
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(
                new Adam(
                    new StepSchedule(ScheduleType.ITERATION, learningRate, 0.5, stepsPerEpoch)))
            .dataSetFeatureMapping(INPUT)
            .dataSetLabelMapping(LABELS)
            .build());
  }

  private SDVariable features(SDVariable input) {
    SDVariable current = input;
    for (CompactNetwork.LayerPlan plan : CompactNetwork.LAYERS) {
      current =
          plan.isPool()
              ? graph.cnn.maxPooling2d(plan.name(), current, pooling())
              : convolution(plan, current);
    }
    return current;
  }

  private SDVariable convolution(CompactNetwork.LayerPlan plan, SDVariable input) {
    int kernel = CompactNetwork.KERNEL;
    SDVariable weights =
        graph.var(kernelName(plan.name()), gaussian(kernel, kernel, plan.inputs(), plan.outputs()));
    SDVariable bias = graph.var(biasName(plan.name()), Nd4j.zeros(DataType.FLOAT, plan.outputs()));
    SDVariable sum = graph.cnn.conv2d(input, weights, bias, convolving());
    return graph.nn.relu(plan.name(), sum, 0);
  }

  private SDVariable head(SDVariable features) {
    int channels = CompactNetwork.LAYERS.get(CompactNetwork.LAYERS.size() - 1).outputs();
    SDVariable weights = graph.var(kernelName(LOGITS), gaussian(channels, RotationBatch.TURNS));
    SDVariable bias = graph.var(biasName(LOGITS), Nd4j.zeros(DataType.FLOAT, RotationBatch.TURNS));
    return features.mean(1, 2).mmul(weights).add(LOGITS, bias);
  }

  /** He et al. 2015: deviation sqrt(2 / fan-in); the last axis is the output's. */
  private INDArray gaussian(int... shape) {
    int length = 1;
    for (int side : shape) {
      length *= side;
    }
    int fanIn = length / shape[shape.length - 1];
    float[] values = new float[length];
    double deviation = Math.sqrt(2.0 / fanIn);
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  /** Kernels as (height, width, in, out): conv2d's gradient accepts no other order. */
  private static Conv2DConfig convolving() {
    return Conv2DConfig.builder()
        .kH(CompactNetwork.KERNEL)
        .kW(CompactNetwork.KERNEL)
        .sH(1)
        .sW(1)
        .pH(1)
        .pW(1)
        .dH(1)
        .dW(1)
        .paddingMode(PaddingMode.VALID)
        .dataFormat(Conv2DConfig.NHWC)
        .weightsFormat(WeightsFormat.YXIO)
        .build();
  }

  private static Pooling2DConfig pooling() {
    return Pooling2DConfig.builder()
        .kH(CompactNetwork.POOL)
        .kW(CompactNetwork.POOL)
        .sH(CompactNetwork.POOL)
        .sW(CompactNetwork.POOL)
        .dH(1)
        .dW(1)
        .paddingMode(PaddingMode.VALID)
        .isNHWC(true)
        .build();
  }

  /** One step; returns the mean cross-entropy before it, nats. */
  double fit(DataSet batch) {
    LastLoss loss = new LastLoss();
    graph.fit(batch, loss);
    return loss.value;
  }

  /** How many rows of the batch are told right. */
  int countRight(DataSet batch) {
    INDArray logits = graph.output(Map.of(INPUT, batch.getFeatures()), List.of(LOGITS)).get(LOGITS);
    int[] told = logits.argMax(1).toIntVector();
    int[] truth = batch.getLabels().argMax(1).toIntVector();
    int right = 0;
    for (int i = 0; i < told.length; i++) {
      right += told[i] == truth[i] ? 1 : 0;
    }
    return right;
  }

  /** Kernels (out, in, height, width) by layer name. */
  Map<String, INDArray> kernels() {
    Map<String, INDArray> kernels = new LinkedHashMap<>();
    CompactNetwork.convolutions()
        .forEach(
            c ->
                kernels.put(
                    c.name(), graph.getArrForVarName(kernelName(c.name())).permute(3, 2, 0, 1)));
    return kernels;
  }

  /** Biases (out) by layer name. */
  Map<String, INDArray> biases() {
    Map<String, INDArray> biases = new LinkedHashMap<>();
    CompactNetwork.convolutions()
        .forEach(c -> biases.put(c.name(), graph.getArrForVarName(biasName(c.name()))));
    return biases;
  }

  private static String kernelName(String layer) {
    return layer + "_W";
  }

  private static String biasName(String layer) {
    return layer + "_b";
  }

  /**
   * Computes the loss from the logits of the step. SameDiff itself skips the loss operation when it
   * trains, since the gradient does not need its value, and reports 0.
   */
  private static final class LastLoss extends BaseListener {

    private double value;

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public void activationAvailable(
        SameDiff graph,
        At at,
        MultiDataSet batch,
        SameDiffOp operation,
        String variable,
        INDArray activation) {
      if (variable.equals(LOGITS)) {
        INDArray logProbabilities = Transforms.log(Transforms.softmax(activation, true), false);
        INDArray labels = batch.getLabels(0);
        value = -logProbabilities.mul(labels).sumNumber().doubleValue() / labels.size(0);
      }
    }
  }
}
