package io.winnow.benchmarks.experiment.describe;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.backbone.ChannelOrder;
import io.winnow.descriptor.backbone.Preprocessing;
import io.winnow.descriptor.encoder.Aggregation;
import io.winnow.descriptor.encoder.FitSettings;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The descriptors that experiments compare, by the names of plans. */
enum DescriptorKind {
  /** 64 principal components of the pixels. */
  PIXELS("pixels") {
    @Override
    FitSettings settings(int side) {
      return new FitSettings(
          List.of("low"), FitSettings.ALL_CHANNELS, Aggregation.FLATTEN, 64, 0, side, 0);
    }

    @Override
    Backbone open(Path shared, boolean grey, int side) {
      return new PixelBackbone(grey, side);
    }
  },
  /** The network that is built in, 16 and 16 channels, as the built-in encoder was fitted. */
  COMPACT("compact") {
    @Override
    FitSettings settings(int side) {
      return new FitSettings(FitSettings.FUSED, 16, Aggregation.grid(8), 128, 0.5, 32, 0);
    }

    @Override
    Backbone open(Path shared, boolean grey, int side) {
      return Backbones.open(Backbones.spec("compact"), Backend.ONNXRUNTIME, 1);
    }
  },
  /**
   * The paper's pair one block further down: VGG16's block2_pool and block3_pool, 25 channels each.
   */
  VGG16("vgg16-pair") {
    @Override
    FitSettings settings(int side) {
      return new FitSettings(FitSettings.FUSED, 25, Aggregation.FLATTEN, 256, 0, 32, 0);
    }

    @Override
    Backbone open(Path shared, boolean grey, int side) {
      return network(
          shared,
          "vgg16-imagenet-blocks1-3",
          new Preprocessing(
              ChannelOrder.BGR, 1, List.of(103.939, 116.779, 123.68), List.of(1.0, 1.0, 1.0)),
          "block2_pool",
          "block3_pool");
    }
  },
  /** GoogLeNet-BN's inception_3c and inception_4e, 25 channels each. */
  GOOGLENET("googlenet-pair") {
    @Override
    FitSettings settings(int side) {
      return new FitSettings(FitSettings.FUSED, 25, Aggregation.FLATTEN, 256, 0, 64, 0);
    }

    @Override
    Backbone open(Path shared, boolean grey, int side) {
      return googlenet(shared);
    }
  },
  /** All channels of GoogLeNet-BN's inception_4e, summed over the picture. */
  GOOGLENET_SUM("googlenet-sum") {
    @Override
    FitSettings settings(int side) {
      return new FitSettings(
          List.of("middle"), FitSettings.ALL_CHANNELS, Aggregation.parse("spoc"), 256, 0, 64, 0);
    }

    @Override
    Backbone open(Path shared, boolean grey, int side) {
      return googlenet(shared);
    }
  };

  private final String label;

  DescriptorKind(String label) {
    this.label = label;
  }

  /**
   * @param side of the pictures
   */
  abstract FitSettings settings(int side);

  /**
   * @param shared folder with {@code models}
   * @param side of the pictures
   */
  abstract Backbone open(Path shared, boolean grey, int side);

  static DescriptorKind named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BenchmarkException(
                    "no descriptor '%s', there are %s"
                        .formatted(
                            name, Arrays.stream(values()).map(kind -> kind.label).toList())));
  }

  private static Backbone googlenet(Path shared) {
    return network(
        shared,
        "googlenet-bn-imagenet",
        new Preprocessing(
            ChannelOrder.RGB,
            1 / 255.0,
            List.of(0.485, 0.456, 0.406),
            List.of(0.229, 0.224, 0.225)),
        "inception_3c",
        "inception_4e");
  }

  private static Backbone network(
      Path shared, String name, Preprocessing preprocessing, String low, String middle) {
    Path file = shared.resolve("models").resolve(name + ".onnx");
    if (!Files.isRegularFile(file)) {
      throw new BenchmarkException(file + " is missing: name the folder of the models by --data");
    }
    try {
      BackboneSpec spec =
          new BackboneSpec(
              name,
              file.toUri().toURL(),
              Optional.empty(),
              Optional.empty(),
              preprocessing,
              64,
              low,
              middle,
              Optional.empty());
      return Backbones.open(spec, Backend.ONNXRUNTIME, 1);
    } catch (MalformedURLException e) {
      throw new BenchmarkException("cannot name " + file, e);
    }
  }
}
