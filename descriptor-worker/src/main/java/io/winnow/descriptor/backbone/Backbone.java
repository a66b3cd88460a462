package io.winnow.descriptor.backbone;

import java.util.List;

/**
 * A convolutional network with named feature maps and fixed weights. Not thread-safe: one thread
 * calls {@link #forward} at a time; the backend itself may use several.
 */
public interface Backbone extends AutoCloseable {

  /** Name, files, preprocessing and default layers this backbone was opened with. */
  BackboneSpec spec();

  /** The backbone's name, e.g. {@code compact}. */
  default String name() {
    return spec().name();
  }

  /** SHA-256 of the loaded weights in hex, the same in both backends (see {@link WeightDigest}). */
  String weightDigest();

  /** {@code nd4j} or {@code onnxruntime}. */
  String backend();

  /** Names of the feature maps that {@link #forward} can return, in network order. */
  List<String> outputs();

  /**
   * Runs the network up to the deepest map asked for.
   *
   * @param batch preprocessed pixels, NHWC, at least {@code n * shape.length()} floats
   * @param n images in the batch, at least 1
   * @param shape shape of one image
   * @param names maps to return
   * @return the maps in the order of {@code names}, NHWC
   * @throws IllegalArgumentException when a name is no output (the message lists those that exist)
   *     or the batch is too short
   */
  List<FeatureMaps> forward(float[] batch, int n, InputShape shape, String... names);

  @Override
  void close();
}
