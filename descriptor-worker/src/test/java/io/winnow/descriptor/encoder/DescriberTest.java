package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.backbone.Backbone;
import io.winnow.descriptor.backbone.BackboneSpec;
import io.winnow.descriptor.backbone.Backbones;
import io.winnow.descriptor.backbone.Backend;
import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.training.FashionSample;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescriberTest {

  private static final BackboneSpec COMPACT = Backbones.spec("compact");

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ND4J", "ONNXRUNTIME"})
  void shouldDescribeAnImageTheSameAloneAndInAnyBatch(Backend backend) {
    try (Describer describer = Describer.open(Encoders.builtIn("compact"), backend)) {
      List<float[]> prepared = FashionSample.images(33).stream().map(describer::prepare).toList();

      float[][] together = describer.describe(prepared);

      for (int i = 0; i < prepared.size(); i += 8) {
        float[] alone = describer.describe(List.of(prepared.get(i)))[0];
        assertThat(alone).containsExactly(together[i], Offset.offset(1e-5f));
        assertThat(alone).hasSize(describer.encoder().descriptorSize());
        assertThat(norm(alone)).isCloseTo(1, Offset.offset(1e-5));
      }
    }
  }

  @Test
  void shouldDescribeTheSameOnBothBackends() {
    Encoder encoder = Encoders.load("compact");
    try (Describer nd4j = Describer.open(encoder, Backend.ND4J);
        Describer onnx = Describer.open(encoder, Backend.AUTO)) {
      List<float[]> prepared = FashionSample.images(32).stream().map(nd4j::prepare).toList();
      float[][] expected = nd4j.describe(prepared);
      float[][] actual = onnx.describe(prepared);

      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).containsExactly(expected[i], Offset.offset(1e-4f));
      }
    }
  }

  @Test
  void shouldGiveAUnitVectorToAPictureOfOneColour() {
    try (Describer describer = Describer.open(Encoders.builtIn("compact"), Backend.AUTO)) {
      for (int grey : new int[] {0, 128, 255}) {
        byte[] rgb = new byte[3 * 10 * 10];
        Arrays.fill(rgb, (byte) grey);

        float[] descriptor =
            describer.describe(List.of(describer.prepare(new DecodedImage(10, 10, rgb))))[0];

        assertThat(norm(descriptor)).isCloseTo(1, Offset.offset(1e-5));
      }
    }
  }

  @Test
  void shouldNameTheImageThatLiesOnTheMean() {
    Projection projection = new Projection(new float[] {0.6f, 0.8f}, new float[] {1, 0, 0, 1});

    float[][] batch = new float[20][];
    Arrays.fill(batch, new float[] {1, 0});
    float[] alone = projection.project(new float[][] {{1, 0}})[0];
    for (float[] together : projection.project(batch)) {
      assertThat(together).isEqualTo(alone);
    }
    batch[17] = new float[] {0.6f, 0.8f};
    assertThatThrownBy(() -> projection.project(batch))
        .isInstanceOfSatisfying(
            DegenerateImageException.class, e -> assertThat(e.index()).isEqualTo(17));
    assertThatThrownBy(() -> projection.project(new float[][] {{1, 0}, {Float.NaN, 0}}))
        .isInstanceOf(DegenerateImageException.class)
        .hasMessageContaining("image 1");
  }

  @Test
  void shouldNameBothDigestsWhenTheEncoderWasFittedOnOtherWeights() {
    Encoder foreign = TestEncoders.withMean(0, 0);
    try (Backbone backbone = Backbones.open(COMPACT, Backend.ONNXRUNTIME)) {
      assertThatThrownBy(() -> new Describer(foreign, backbone))
          .isInstanceOf(EncoderException.class)
          .hasMessageContaining("00ff")
          .hasMessageContaining(backbone.weightDigest());
    }
  }

  @Test
  void shouldRefuseAPreparedImageOfAnotherLength() {
    try (Describer describer = Describer.open(Encoders.builtIn("compact"), Backend.AUTO)) {
      List<float[]> prepared = List.of(new float[1024], new float[7]);

      assertThatThrownBy(() -> describer.describe(prepared))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("image 1")
          .hasMessageContaining("7");
    }
  }

  @Test
  void shouldNameAnEncoderThatDoesNotExist() {
    assertThatThrownBy(() -> Encoders.load("no-such-encoder.zip"))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("no-such-encoder.zip");
  }

  private static double norm(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    return Math.sqrt(square);
  }
}
