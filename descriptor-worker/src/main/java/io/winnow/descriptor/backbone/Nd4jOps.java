package io.winnow.descriptor.backbone;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;

/** The ND4J operations a {@link ConvNet} is run by, all on NHWC maps. */
final class Nd4jOps {

  private static final int NHWC = 1;
  private static final int KERNEL_OIHW = 1;
  private static final int CHANNEL_AXIS = 3;
  private static final int CONSTANT_PADDING = 0;

  private Nd4jOps() {}

  static INDArray convolution(
      INDArray map, ConvStep.Convolution conv, INDArray kernel, INDArray b) {
    try (Padded padded = Padded.of(map, conv.window(), 0)) {
      INDArray[] inputs = {padded.map(), kernel, b};
      INDArray sum = run("conv2d", inputs, arguments(padded.window(), NHWC, KERNEL_OIHW));
      return conv.relu() ? relu(sum, sum) : sum;
    }
  }

  static INDArray maxPool(INDArray map, Window window) {
    try (Padded padded = Padded.of(map, window, -Float.MAX_VALUE)) {
      return run("maxpool2d", new INDArray[] {padded.map()}, arguments(padded.window(), 0, NHWC));
    }
  }

  static INDArray averagePool(INDArray map, ConvStep.AveragePool pool) {
    int divisor = pool.countPadding() ? 1 : 0;
    return run("avgpool2d", new INDArray[] {map}, arguments(pool.window(), divisor, NHWC));
  }

  static INDArray globalAverage(INDArray map) {
    return map.mean(true, 1, 2);
  }

  static INDArray relu(INDArray map) {
    return relu(map, map.ulike());
  }

  static INDArray concat(INDArray... maps) {
    return Nd4j.concat(CHANNEL_AXIS, maps);
  }

  private static INDArray relu(INDArray map, INDArray into) {
    return Nd4j.getExecutioner().exec(new RectifiedLinear(map, into, 0.0));
  }

  private static INDArray run(String op, INDArray[] inputs, int... arguments) {
    return Nd4j.exec(
        DynamicCustomOp.builder(op).addInputs(inputs).addIntegerArguments(arguments).build())[0];
  }

  /** Kernel, stride, padding, dilation, padding mode, then two that differ between operations. */
  private static int[] arguments(Window w, int ninth, int tenth) {
    return new int[] {
      w.height(),
      w.width(),
      w.strideY(),
      w.strideX(),
      w.isSame() ? 0 : w.top(),
      w.isSame() ? 0 : w.left(),
      1,
      1,
      w.isSame() ? 1 : 0,
      ninth,
      tenth
    };
  }

  /**
   * A map with the padding that the operations cannot express themselves, and what is left of it.
   */
  private record Padded(INDArray map, Window window, boolean isCopy) implements AutoCloseable {

    static Padded of(INDArray map, Window asked, float value) {
      Window w = asked.on((int) map.size(1), (int) map.size(2));
      if (w.isSame() || w.isSymmetric()) {
        return new Padded(map, w, false);
      }
      INDArray widths =
          Nd4j.createFromArray(
              new int[][] {{0, 0}, {w.top(), w.bottom()}, {w.left(), w.right()}, {0, 0}});
      INDArray padded =
          Nd4j.create(
              DataType.FLOAT,
              map.size(0),
              map.size(1) + w.top() + w.bottom(),
              map.size(2) + w.left() + w.right(),
              map.size(3));
      Nd4j.exec(
          DynamicCustomOp.builder("pad")
              .addInputs(map, widths)
              .addOutputs(padded)
              .addIntegerArguments(CONSTANT_PADDING)
              .addFloatingPointArguments((double) value)
              .build());
      widths.close();
      Window rest =
          new Window(
              w.height(), w.width(), w.strideY(), w.strideX(), 0, 0, 0, 0, Window.Rounding.FLOOR);
      return new Padded(padded, rest, true);
    }

    @Override
    public void close() {
      if (isCopy) {
        map.close();
      }
    }
  }
}
