package io.winnow.descriptor.backbone;

import java.util.List;

/** One step of a convolutional network, named after the map it yields. */
sealed interface ConvStep {

  /** Name of the map. */
  String name();

  /** Names of the maps it reads, each an earlier step or {@link ConvNet#INPUT}. */
  List<String> sources();

  /** A step that reads one map. */
  sealed interface Unary extends ConvStep {

    String source();

    @Override
    default List<String> sources() {
      return List.of(source());
    }
  }

  /**
   * Convolution plus bias, then optionally ReLU.
   *
   * @param name name of the map
   * @param source map it reads
   * @param window geometry
   * @param kernel (out, in, height, width), C order
   * @param outputs output channels
   * @param inputs input channels
   * @param bias one per output channel
   * @param relu whether ReLU follows
   */
  @SuppressWarnings("ArrayRecordComponent") // weights are read in place, never compared
  record Convolution(
      String name,
      String source,
      Window window,
      float[] kernel,
      int outputs,
      int inputs,
      float[] bias,
      boolean relu)
      implements Unary {

    int[] kernelShape() {
      return new int[] {outputs, inputs, window.height(), window.width()};
    }

    Convolution withRelu(String map) {
      return new Convolution(map, source, window, kernel, outputs, inputs, bias, true);
    }
  }

  /** Max pooling; padding never wins. */
  record MaxPool(String name, String source, Window window) implements Unary {}

  /**
   * Average pooling.
   *
   * @param countPadding whether padding counts as zeros in the average
   */
  record AveragePool(String name, String source, Window window, boolean countPadding)
      implements Unary {}

  /** Average over all rows and columns: one row and one column are left. */
  record GlobalAverage(String name, String source) implements Unary {}

  /** ReLU on its own, of a map that is itself asked for or read elsewhere. */
  record Relu(String name, String source) implements Unary {}

  /** Channels of several maps of one size, one after the other. */
  record Concat(String name, List<String> sources) implements ConvStep {

    public Concat {
      sources = List.copyOf(sources);
    }
  }
}
