package io.winnow.descriptor.backbone;

/** One step of a sequential convolutional network, named after the map it yields. */
sealed interface ConvStep {

  /** Name of the map. */
  String name();

  /**
   * Convolution plus bias, then optionally ReLU.
   *
   * @param name name of the map
   * @param geometry window
   * @param kernel (out, in, height, width), C order
   * @param outputs output channels
   * @param inputs input channels
   * @param bias one per output channel
   * @param relu whether ReLU follows
   */
  @SuppressWarnings("ArrayRecordComponent") // weights are read in place, never compared
  record Convolution(
      String name,
      Window geometry,
      float[] kernel,
      int outputs,
      int inputs,
      float[] bias,
      boolean relu)
      implements ConvStep {

    int[] kernelShape() {
      return new int[] {outputs, inputs, geometry.height(), geometry.width()};
    }
  }

  /** Max pooling. */
  record MaxPool(String name, Window geometry) implements ConvStep {}

  /**
   * A sliding window.
   *
   * @param height rows
   * @param width columns
   * @param strideY vertical stride
   * @param strideX horizontal stride
   * @param padY rows of zeros above and below; ignored when {@code same}
   * @param padX columns of zeros left and right; ignored when {@code same}
   * @param same whether padding keeps ceil(size / stride), as in TensorFlow's SAME
   */
  record Window(
      int height, int width, int strideY, int strideX, int padY, int padX, boolean same) {}
}
