package io.winnow.benchmarks.retrieval;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.Preprocessing;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pretrained networks of the evaluation. */
enum Networks {
  /** The paper's network up to block 3: its block 4 was not to be had. */
  VGG16_BLOCKS_1_3(
      "vgg16-imagenet-blocks1-3.onnx",
      new Preprocessing(
          ChannelOrder.BGR, 1, List.of(103.939, 116.779, 123.68), List.of(1.0, 1.0, 1.0)),
      "block2_pool",
      "block3_pool",
      Optional.empty()),
  GOOGLENET_BN(
      "googlenet-bn-imagenet.onnx",
      new Preprocessing(
          ChannelOrder.RGB, 1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
      "inception_3c",
      "inception_4e",
      Optional.of("inception_5b")),
  SQUEEZENET(
      "squeezenet1.0-imagenet.onnx",
      new Preprocessing(ChannelOrder.BGR, 1, List.of(104.0, 117.0, 123.0), List.of(1.0, 1.0, 1.0)),
      "pool4",
      "pool8",
      Optional.of("fire9"));

  private final String file;
  private final Preprocessing preprocessing;
  private final String low;
  private final String middle;
  private final Optional<String> high;

  Networks(
      String file, Preprocessing preprocessing, String low, String middle, Optional<String> high) {
    this.file = file;
    this.preprocessing = preprocessing;
    this.low = low;
    this.middle = middle;
    this.high = high;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param data folder with {@code models}
   */
  BackboneSpec spec(Path data, int inputSize) {
    try {
      return new BackboneSpec(
          label(),
          data.resolve("models").resolve(file).toUri().toURL(),
          Optional.empty(),
          Optional.empty(),
          preprocessing,
          inputSize,
          low,
          middle,
          high);
    } catch (MalformedURLException e) {
      throw new BenchmarkException("cannot name " + file + " in " + data, e);
    }
  }
}
