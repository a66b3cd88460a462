package io.winnow.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.encoder.Encoder;
import io.winnow.descriptor.encoder.EncoderFile;
import io.winnow.descriptor.encoder.EncoderFitter;
import io.winnow.descriptor.encoder.EncoderSpec;
import io.winnow.descriptor.encoder.FitSettings;
import io.winnow.descriptor.image.DecodedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An encoder of the paper's kind on VGG16's blocks 1-3, as files that a worker's settings name.
 *
 * @param backbone backbone directory
 * @param encoder encoder file
 * @param shape network input
 */
record VggEncoder(Path backbone, Path encoder, InputShape shape) {

  static final BackboneNetwork NETWORK = BackboneNetwork.VGG16;

  private static final int FIT_SIDE = 32;

  /**
   * Fits one of the default kind, for which 257 pictures are enough. It is always fitted at 32
   * pixels, which takes seconds, and then given the input size that is asked for: what a descriptor
   * costs depends on the shapes, not on the values.
   */
  static VggEncoder fit(
      Path data, InputShape shape, List<DecodedImage> sample, Path directory, int threads)
      throws IOException {
    int side = shape.height();
    Path backbone = Files.createDirectories(directory.resolve("vgg16-" + side));
    Files.copy(NETWORK.model(data), backbone.resolve(NETWORK.file()));
    Files.writeString(
        backbone.resolve("backbone.json"),
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "name",
                    "vgg16-blocks1-3",
                    "weights",
                    NETWORK.file(),
                    "preprocessing",
                    Map.of(
                        "channels",
                        NETWORK.preprocessing().channels().name(),
                        "scale",
                        NETWORK.preprocessing().scale(),
                        "mean",
                        NETWORK.preprocessing().mean(),
                        "std",
                        NETWORK.preprocessing().std()),
                    "inputSize",
                    side,
                    "lowLayer",
                    NETWORK.lowLayer(),
                    "middleLayer",
                    NETWORK.middleLayer())));
    Path file = backbone.resolve("encoder.zip");
    try (Backbone opened =
        Backbones.open(Backbones.spec(backbone.toString()), Backend.ONNXRUNTIME, threads)) {
      Encoder fitted =
          EncoderFitter.fit(
              opened,
              sample,
              new FitSettings(
                  FitSettings.FUSED,
                  FitSettings.DEFAULT_CHANNELS,
                  FitSettings.DEFAULT_AGGREGATION,
                  FitSettings.DEFAULT_SIZE,
                  0,
                  FIT_SIDE,
                  1),
              (stage, images) -> {});
      EncoderFile.write(sized(fitted, shape), file);
    }
    return new VggEncoder(backbone, file, shape);
  }

  private static Encoder sized(Encoder fitted, InputShape shape) {
    EncoderSpec spec = fitted.spec();
    return new Encoder(
        new EncoderSpec(
            spec.backbone(),
            spec.weightDigest(),
            shape,
            spec.preprocessing(),
            spec.layers(),
            spec.aggregation(),
            spec.featureSize(),
            spec.size()),
        fitted.fit(),
        fitted.mean(),
        fitted.components());
  }
}
