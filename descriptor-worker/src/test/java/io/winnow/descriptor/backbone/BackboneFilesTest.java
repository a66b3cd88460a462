package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class BackboneFilesTest {

  private static final String SPEC_JSON =
      """
      {"name": "mine", "weights": "model.onnx", "architecture": "vgg16",
       "preprocessing": {"channels": "BGR", "scale": 1.0, "mean": [1.0, 2.0, 3.0],
                         "std": [1.0, 1.0, 1.0]},
       "inputSize": 64, "lowLayer": "low", "middleLayer": "middle"}
      """;

  @TempDir Path directory;

  @Test
  void shouldReadASpecificationWithFilesBesideIt() throws IOException {
    Files.writeString(directory.resolve("backbone.json"), SPEC_JSON);

    BackboneSpec spec = Backbones.spec(directory.toString());

    assertThat(spec.name()).isEqualTo("mine");
    assertThat(spec.preprocessing().channels()).isEqualTo(ChannelOrder.BGR);
    assertThat(spec.defaultInput()).isEqualTo(new InputShape(64, 64, 3));
    assertThat(spec.weights().getPath())
        .isEqualTo(directory.resolve("model.onnx").toUri().getPath());
  }

  @Test
  void shouldNameTheWrongValueWhenASpecificationIsBad() throws IOException {
    Path file = directory.resolve("backbone.json");
    Files.writeString(file, SPEC_JSON.replace("\"scale\": 1.0", "\"scale\": -1.0"));

    assertThatThrownBy(() -> Backbones.spec(file.toString()))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("backbone.json")
        .hasMessageContaining("-1.0");
  }

  @Test
  void shouldNameABackboneThatDoesNotExist() {
    assertThatThrownBy(() -> Backbones.spec("vgg99"))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("vgg99");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "h5", "zip"})
  void shouldNameTheFileWhenWeightsAreTruncated(String format) throws IOException {
    byte[] whole = weights(format);
    Path file = directory.resolve("truncated");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    for (Backend backend : List.of(Backend.ND4J, Backend.ONNXRUNTIME)) {
      assertThatThrownBy(() -> Backbones.open(spec("truncated", "low", "middle"), backend))
          .isInstanceOf(BackboneException.class)
          .hasMessageContaining("truncated")
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void shouldRunADl4jZipOnBothEngines() throws IOException {
    Files.write(directory.resolve("weights"), weights("zip"));
    BackboneSpec spec = spec("weights", "low", "middle");
    float[] image = new float[8 * 8 * 3];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 17 - 8;
    }

    try (Backbone nd4j = Backbones.open(spec, Backend.ND4J);
        Backbone onnx = Backbones.open(spec, Backend.ONNXRUNTIME)) {
      InputShape shape = new InputShape(8, 8, 3);
      assertThat(nd4j.outputs()).containsExactly("low", "middle");
      assertThat(
              MapDistance.relative(
                  onnx.forward(List.of(image), shape, "middle").get(0).values(),
                  nd4j.forward(List.of(image), shape, "middle").get(0).values()))
          .isLessThan(1e-5);
    }
  }

  @Test
  void shouldNameAMissingLayerBeforeAPresentOne() throws IOException {
    KerasFile.vgg16(2).without("block1_conv2").write(directory.resolve("weights"), 1);

    assertRefused("block1_pool", "block2_pool", "layer block1_conv2 is missing", "(3, 3, 64, 64)");
  }

  @Test
  void shouldNameAMisshapedLayer() throws IOException {
    KerasFile.vgg16(2).with("block2_conv1", 3, 3, 64, 127).write(directory.resolve("weights"), 1);

    assertRefused(
        "block1_pool", "block2_pool", "block2_conv1", "(3, 3, 64, 128)", "(3, 3, 64, 127)");
  }

  @Test
  void shouldNameAMissingOutputAndThoseThatExist() throws IOException {
    KerasFile.vgg16(1).write(directory.resolve("weights"), 1);

    assertRefused(
        "block1_pool",
        "block4_conv3",
        "no output 'block4_conv3' (layer block2_conv1 is missing)",
        "[block1_conv1, block1_conv2, block1_pool]");
  }

  @Test
  void shouldNameANodeThatNd4jCannotRun() throws IOException {
    Path file = SharedData.require("models/tinyvgg-tinyimagenet10.onnx");
    BackboneSpec spec = spec(file.toUri().toURL(), "max_pool_1", "nhwc");

    assertThatThrownBy(() -> Backbones.open(spec, Backend.ND4J))
        .isInstanceOf(BackboneException.class)
        .hasMessageContainingAll("'nhwc'", "Transpose");
    Backbones.open(spec, Backend.ONNXRUNTIME).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"googlenet-bn", "squeezenet"})
  void shouldReadTheExamplesOfTheDocumentation(String name) {
    assertThat(Backbones.spec("../docs/backbones/" + name).name()).isEqualTo(name);
  }

  private void assertRefused(String low, String middle, String... parts) throws IOException {
    BackboneSpec spec = spec("weights", low, middle);
    for (Backend backend : List.of(Backend.ND4J, Backend.ONNXRUNTIME)) {
      assertThatThrownBy(() -> Backbones.open(spec, backend))
          .isInstanceOf(BackboneException.class)
          .hasMessageContainingAll(parts)
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void shouldRefuseABackendThatIsUnknown() {
    assertThatThrownBy(() -> Backend.parse("tensorflow"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tensorflow")
        .hasMessageContaining("onnxruntime");
  }

  @Test
  void shouldDigestTensorsWhateverTheirOrderButNotWhateverTheirValues() {
    int[] shape = {2};
    String digest =
        new WeightDigest().add(shape, new float[] {1, 2}).add(shape, new float[] {3, 4}).hex();

    assertThat(
            new WeightDigest().add(shape, new float[] {3, 4}).add(shape, new float[] {1, 2}).hex())
        .isEqualTo(digest);
    assertThat(
            new WeightDigest()
                .add(shape, new float[] {3, 4})
                .add(shape, new float[] {1, Math.nextUp(2f)})
                .hex())
        .isNotEqualTo(digest);
    assertThat(new WeightDigest().add(new int[] {1, 2}, new float[] {1, 2}).hex())
        .isNotEqualTo(new WeightDigest().add(shape, new float[] {1, 2}).hex());
  }

  private BackboneSpec spec(String file, String low, String middle) throws IOException {
    return spec(directory.resolve(file).toUri().toURL(), low, middle);
  }

  private static BackboneSpec spec(URL weights, String low, String middle) {
    return new BackboneSpec(
        "mine",
        weights,
        Optional.of("vgg16"),
        Optional.empty(),
        new Preprocessing(ChannelOrder.RGB, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)),
        64,
        low,
        middle,
        Optional.empty());
  }

  private byte[] weights(String format) throws IOException {
    Path file = directory.resolve("whole." + format);
    switch (format) {
      case "h5" -> KerasFile.vgg16(1).write(file, 1);
      case "zip" -> ModelSerializer.writeModel(network(), file.toFile(), false);
      default -> {
        try (InputStream in = Backbones.class.getResourceAsStream("compact/model.onnx")) {
          Files.copy(in, file);
        }
      }
    }
    return Files.readAllBytes(file);
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .name("low")
                        .nIn(3)
                        .nOut(4)
                        .padding(1, 1)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SubsamplingLayer.Builder().name("middle").build())
                .build());
    network.init();
    return network;
  }
}
