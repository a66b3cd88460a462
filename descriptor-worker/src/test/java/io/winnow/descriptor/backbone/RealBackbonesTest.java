package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.image.ImageDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both engines on real pictures: networks with branches, ceil mode and layers from a .h5 file. */
class RealBackbonesTest {

  private static final int PICTURES = 20;
  private static final double TOLERANCE = 1e-4;
  private static final Preprocessing CAFFE =
      new Preprocessing(
          ChannelOrder.BGR, 1.0, List.of(103.939, 116.779, 123.68), List.of(1.0, 1.0, 1.0));

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "vgg16_blocks1-3_weights_tf_dim_ordering_tf_kernels.h5,block2_pool,block3_pool",
    "vgg16-imagenet-blocks1-3.onnx,block2_pool,block3_pool",
    "googlenet-bn-imagenet.onnx,inception_3c,inception_4e",
    "squeezenet1.0-imagenet.onnx,pool4,pool8"
  })
  void shouldGiveTheSameMapsOnBothEngines(String file, String low, String middle) throws Exception {
    // An odd size, so that pooling windows hang over the end.
    assertAgreement(spec(SharedData.require("models/" + file), low, middle), 97);
  }

  @Test
  void shouldGiveTheSameMapsOfThePairOfThePaper() throws Exception {
    Path weights = directory.resolve("vgg16.h5");
    KerasFile.vgg16(4).write(weights, 7);

    assertAgreement(spec(weights, "block3_pool", "block4_conv3"), 64);
  }

  @Test
  void shouldReadTheSameWeightsFromKerasAndOnnx() throws Exception {
    Path keras = SharedData.require("models/vgg16_blocks1-3_weights_tf_dim_ordering_tf_kernels.h5");
    Path onnx = SharedData.require("models/vgg16-imagenet-blocks1-3.onnx");

    assertThat(WeightFile.read(spec(keras, "block2_pool", "block3_pool")).digest())
        .isEqualTo(WeightFile.read(spec(onnx, "block2_pool", "block3_pool")).digest());
  }

  private static void assertAgreement(BackboneSpec spec, int side) throws Exception {
    InputShape shape = new InputShape(side, side, 3);
    List<float[]> pictures = pictures(shape, spec.preprocessing());
    String[] names = {spec.lowLayer(), spec.middleLayer()};
    try (Backbone nd4j = Backbones.open(spec, Backend.ND4J);
        Backbone onnx = Backbones.open(spec, Backend.ONNXRUNTIME)) {
      List<FeatureMaps> expected = onnx.forward(pictures, shape, names);
      List<FeatureMaps> actual = nd4j.forward(pictures, shape, names);
      assertThat(nd4j.weightDigest()).isEqualTo(onnx.weightDigest());
      for (int i = 0; i < names.length; i++) {
        assertThat(actual.get(i))
            .usingRecursiveComparison()
            .ignoringFields("values")
            .isEqualTo(expected.get(i));
        assertThat(MapDistance.relative(expected.get(i).values(), actual.get(i).values()))
            .as(names[i])
            .isLessThan(TOLERANCE);
      }
    }
  }

  private static BackboneSpec spec(Path weights, String low, String middle) throws Exception {
    return new BackboneSpec(
        "real",
        weights.toUri().toURL(),
        Optional.of("vgg16"),
        Optional.empty(),
        CAFFE,
        224,
        low,
        middle,
        Optional.empty());
  }

  private static List<float[]> pictures(InputShape shape, Preprocessing preprocessing)
      throws Exception {
    Preprocessor preprocessor = new Preprocessor(shape, preprocessing);
    ImageDecoder decoder = new ImageDecoder(1_000_000);
    List<float[]> pictures = new ArrayList<>();
    try (Stream<Path> files =
        Files.list(SharedData.require("voc2007-subset/JPEGImages")).sorted().limit(PICTURES)) {
      for (Path file : files.toList()) {
        pictures.add(preprocessor.prepare(decoder.decode(Files.readAllBytes(file))));
      }
    }
    assertThat(pictures).hasSize(PICTURES);
    return pictures;
  }
}
