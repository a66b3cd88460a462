package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneFilesTest {

  private static final String SPEC_JSON =
      """
      {"name": "mine", "dl4jWeights": "weights.zip", "onnxModel": "model.onnx",
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
    assertThat(spec.onnxModel().orElseThrow().getPath())
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

  @Test
  void shouldNameTheFileWhenWeightsAreTruncated() throws IOException {
    Files.writeString(directory.resolve("backbone.json"), SPEC_JSON);
    copyTruncated("weights.zip");
    copyTruncated("model.onnx");
    BackboneSpec spec = Backbones.spec(directory.toString());

    assertThatThrownBy(() -> Backbones.open(spec, Backend.ND4J))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("weights.zip");
    assertThatThrownBy(() -> Backbones.open(spec, Backend.ONNXRUNTIME))
        .isInstanceOf(BackboneException.class)
        .hasMessageContaining("model.onnx");
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

  private void copyTruncated(String file) throws IOException {
    try (InputStream in = Backbones.class.getResourceAsStream("compact/" + file)) {
      byte[] whole = in.readAllBytes();
      Files.write(directory.resolve(file), Arrays.copyOf(whole, whole.length / 2));
    }
  }
}
