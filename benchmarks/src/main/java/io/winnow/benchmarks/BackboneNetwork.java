package io.winnow.benchmarks;

import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.Preprocessing;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A published network and the two maps of it that are compared.
 *
 * @param name name for people
 * @param file ONNX model in the data folder's {@code models}
 * @param preprocessing what the weights were trained with
 * @param lowLayer lower map
 * @param middleLayer higher map
 */
record BackboneNetwork(
    String name, String file, Preprocessing preprocessing, String lowLayer, String middleLayer) {

  static final BackboneNetwork VGG16 =
      new BackboneNetwork(
          "VGG16, blocks 1-3",
          "vgg16-imagenet-blocks1-3.onnx",
          bgr(103.939, 116.779, 123.68),
          "block2_pool",
          "block3_pool");

  static final BackboneNetwork GOOGLENET =
      new BackboneNetwork(
          "GoogLeNet-BN",
          "googlenet-bn-imagenet.onnx",
          new Preprocessing(
              ChannelOrder.RGB,
              1 / 255.0,
              List.of(0.485, 0.456, 0.406),
              List.of(0.229, 0.224, 0.225)),
          "inception_3c",
          "inception_4e");

  static final BackboneNetwork SQUEEZENET =
      new BackboneNetwork(
          "SqueezeNet 1.0", "squeezenet1.0-imagenet.onnx", bgr(104, 117, 123), "pool4", "pool8");

  List<String> layers() {
    return List.of(lowLayer, middleLayer);
  }

  Path model(Path data) {
    return data.resolve("models").resolve(file);
  }

  /** What the engines open. */
  BackboneSpec spec(Path data, int side) throws MalformedURLException {
    Path model = model(data);
    if (!Files.isRegularFile(model)) {
      throw new BenchmarkException("no model " + model + "; --data names the data folder");
    }
    return new BackboneSpec(
        name,
        model.toUri().toURL(),
        Optional.empty(),
        Optional.empty(),
        preprocessing,
        side,
        lowLayer,
        middleLayer,
        Optional.empty());
  }

  private static Preprocessing bgr(double blue, double green, double red) {
    return new Preprocessing(
        ChannelOrder.BGR, 1.0, List.of(blue, green, red), List.of(1.0, 1.0, 1.0));
  }
}
