package io.winnow.descriptor.backbone;

import java.util.Arrays;
import java.util.List;

/**
 * A convolutional network with named feature maps and fixed weights. At most {@link #passes}
 * threads call {@link #forward} at a time; the backend itself may use several.
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

  /** How many forward passes may run at the same time; so many make the most of the machine. */
  default int passes() {
    return 1;
  }

  /** Names of the feature maps that {@link #forward} can return, in network order. */
  List<String> outputs();

  /**
   * Runs the network up to the deepest map asked for.
   *
   * @param images preprocessed pixels, at least one image, each {@code shape.length()} floats, HWC
   * @param shape shape of one image
   * @param requests maps to return, at least one
   * @return the maps in the order of the requests, NHWC, with the channels asked for
   * @throws IllegalArgumentException when a name is no output (the message lists those that exist)
   *     or an image has another length
   */
  List<FeatureMaps> forward(List<float[]> images, InputShape shape, List<MapRequest> requests);

  /** As {@link #forward(List, InputShape, List)}, with all channels of these maps. */
  default List<FeatureMaps> forward(List<float[]> images, InputShape shape, String... names) {
    return forward(images, shape, Arrays.stream(names).map(MapRequest::whole).toList());
  }

  @Override
  void close();
}
