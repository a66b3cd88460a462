package io.winnow.descriptor.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.encoder.Preprocessor;
import io.winnow.descriptor.training.FashionSample;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BackboneAgreementTest {

  private static final int IMAGES = 48;
  private static final BackboneSpec SPEC = Backbones.spec("compact");
  private static Backbone nd4j;
  private static Backbone onnx;

  @BeforeAll
  static void open() {
    nd4j = Backbones.open(SPEC, Backend.ND4J);
    onnx = Backbones.open(SPEC, Backend.ONNXRUNTIME, 1);
  }

  @AfterAll
  static void close() {
    nd4j.close();
    onnx.close();
  }

  @Test
  void shouldGiveTheSameMapsOnRealImagesWhateverTheBackend() {
    List<float[]> batch = batch(SPEC.defaultInput());

    List<FeatureMaps> expected = forward(nd4j, batch, SPEC.defaultInput());
    List<FeatureMaps> actual = forward(onnx, batch, SPEC.defaultInput());

    assertThat(expected)
        .extracting(FeatureMaps::name)
        .containsExactly("block2_pool", "block3_conv2");
    for (int map = 0; map < 2; map++) {
      assertThat(actual.get(map).channels()).isEqualTo(expected.get(map).channels());
      assertThat(MapDistance.relative(expected.get(map).values(), actual.get(map).values()))
          .as(expected.get(map).name())
          .isLessThan(1e-4);
    }
  }

  @Test
  void shouldTakeInputsOfAnotherSizeOnBothBackends() {
    InputShape shape = new InputShape(48, 40, 1);
    List<float[]> batch = batch(shape);

    FeatureMaps expected = forward(nd4j, batch, shape).get(1);
    FeatureMaps actual = forward(onnx, batch, shape).get(1);

    assertThat(List.of(expected.height(), expected.width())).containsExactly(12, 10);
    assertThat(List.of(actual.height(), actual.width())).containsExactly(12, 10);
    assertThat(MapDistance.relative(expected.values(), actual.values())).isLessThan(1e-4);
  }

  @Test
  void shouldGiveTheChosenChannelsOfAMapToTheBit() {
    List<float[]> batch = batch(SPEC.defaultInput());
    List<MapRequest> chosen =
        List.of(
            new MapRequest(SPEC.lowLayer(), List.of(5, 0, 31)),
            new MapRequest(SPEC.middleLayer(), List.of(63)));
    for (Backbone backbone : List.of(nd4j, onnx)) {
      List<FeatureMaps> whole = forward(backbone, batch, SPEC.defaultInput());
      List<FeatureMaps> parts = backbone.forward(batch, SPEC.defaultInput(), chosen);

      for (int map = 0; map < chosen.size(); map++) {
        FeatureMaps all = whole.get(map);
        FeatureMaps part = parts.get(map);
        List<Integer> channels = chosen.get(map).channels();
        assertThat(part)
            .usingRecursiveComparison()
            .ignoringFields("values", "channels")
            .isEqualTo(all);
        assertThat(part.channels()).isEqualTo(channels.size());
        for (int cell = 0; cell < all.values().length / all.channels(); cell++) {
          for (int c = 0; c < channels.size(); c++) {
            assertThat(part.values()[cell * channels.size() + c])
                .isEqualTo(all.values()[cell * all.channels() + channels.get(c)]);
          }
        }
      }
    }
  }

  @Test
  void shouldNameTheMapWhoseChosenChannelDoesNotExist() {
    List<float[]> batch = batch(SPEC.defaultInput());
    List<MapRequest> beyond = List.of(new MapRequest(SPEC.middleLayer(), List.of(64)));
    for (Backbone backbone : List.of(nd4j, onnx)) {
      assertThatThrownBy(() -> backbone.forward(batch, SPEC.defaultInput(), beyond))
          .hasMessageContaining(SPEC.middleLayer())
          .hasMessageContaining("64");
    }
  }

  @Test
  void shouldHaveTheWeightDigestThatTheBuiltInEncoderNames() {
    assertThat(onnx.weightDigest())
        .isEqualTo(nd4j.weightDigest())
        .isEqualTo("733bc700e6936b99ae4f14da925e2797c46c56a5d19c7a2de128d3b4021cd4a6");
  }

  @Test
  void shouldNameTheExistingOutputsWhenOneIsMissing() {
    List<float[]> batch = batch(SPEC.defaultInput());
    for (Backbone backbone : List.of(nd4j, onnx)) {
      assertThatThrownBy(() -> backbone.forward(batch, SPEC.defaultInput(), "block9_conv1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("block9_conv1")
          .hasMessageContaining("block3_conv2");
    }
  }

  @Test
  void shouldRefuseAnImageThatIsTooShort() {
    assertThatThrownBy(
            () -> onnx.forward(List.of(new float[10]), SPEC.defaultInput(), SPEC.middleLayer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024")
        .hasMessageContaining("10");
  }

  @Test
  void shouldChooseOnnxRuntimeOnAMachineWithoutCuda() {
    BackendChoice choice = BackendChoice.of(Backend.AUTO);

    assertThat(choice.backend()).isEqualTo(Backend.ONNXRUNTIME);
    assertThat(choice.reason()).contains("no CUDA");
  }

  private static List<FeatureMaps> forward(
      Backbone backbone, List<float[]> batch, InputShape shape) {
    return backbone.forward(batch, shape, SPEC.lowLayer(), SPEC.middleLayer());
  }

  private static List<float[]> batch(InputShape shape) {
    Preprocessor preprocessor = new Preprocessor(shape, SPEC.preprocessing());
    return FashionSample.images(IMAGES).stream().map(preprocessor::prepare).toList();
  }
}
