package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.descriptor.backbone.FeatureMaps;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FusionTest {

  /** 4x4 with one channel, values 0..15. */
  private static final FeatureMaps LOW = new FeatureMaps("low", 1, 4, 4, 1, ramp(16));

  /** 2x2 with two channels, values 0..7. */
  private static final FeatureMaps MIDDLE = new FeatureMaps("middle", 1, 2, 2, 2, ramp(8));

  @Test
  void shouldPoolBothMapsToTheMiddleGridAndConcatenateChannelsWhenFlattening() {
    Fusion fusion = fusion(Aggregation.FLATTEN, layer("low", 0), layer("middle", 1));

    float[] fused = fusion.fuse(List.of(LOW, MIDDLE), 0);

    assertThat(fusion.featureSize(List.of(LOW, MIDDLE))).isEqualTo(8);
    assertProportional(fused, 2.5, 1, 4.5, 3, 10.5, 5, 12.5, 7);
  }

  @Test
  void shouldAverageWholeMapsWhenTheGridIsOne() {
    float[] fused =
        fusion(Aggregation.grid(1), layer("low", 0), layer("middle", 1, 0))
            .fuse(List.of(LOW, MIDDLE), 0);

    assertProportional(fused, 7.5, 4, 3);
  }

  @Test
  void shouldOverlapCellsWhenTheGridDoesNotDivideTheMap() {
    float[] fused = fusion(Aggregation.grid(3), layer("low", 0)).fuse(List.of(LOW), 0);

    assertThat(fused).hasSize(9);
    assertThat(fused[4] / fused[0]).isCloseTo(3f, Offset.offset(1e-5f));
  }

  @Test
  void shouldStayZeroWhenEveryChannelIsSilent() {
    FeatureMaps silent = new FeatureMaps("low", 1, 2, 2, 1, new float[4]);

    for (String name : List.of("grid 1", "flatten", "pwa", "mac", "r-mac", "spoc", "crow")) {
      assertThat(fusion(Aggregation.parse(name), layer("low", 0)).fuse(List.of(silent), 0))
          .containsOnly(0);
    }
  }

  @Test
  void shouldWeighAllChannelsOfALayerByItsChosenOnes() {
    Fusion fusion = fusion(Aggregation.parse("pwa"), layer("middle", 1));
    double norm = Math.sqrt(1 + 9 + 25 + 49);
    double even = 0;
    double odd = 0;
    for (int p = 0; p < 4; p++) {
      double weight = Math.sqrt((2 * p + 1) / norm);
      even += weight * 2 * p;
      odd += weight * (2 * p + 1);
    }

    assertProportional(fusion.fuse(List.of(MIDDLE), 0), even, odd);
    assertThat(
            fusion(Aggregation.parse("pwa"), layer("low", 0), layer("middle", 1, 0))
                .featureSize(List.of(LOW, MIDDLE)))
        .isEqualTo(1 + 2 * 2);
  }

  @Test
  void shouldPoolAllChannelsOfEveryLayerInTheBaselines() {
    assertProportional(baseline("mac"), 15, 6, 7);
    assertProportional(baseline("spoc"), 120, 12, 16);
  }

  @Test
  void shouldSumNormalisedMaximaOfAllRegions() {
    // Scales 1 and 2 see the whole map and its four cells; scale 3 again the cells of side 1,
    // of which there are 3 x 3 with starts 0, 0, 1 along each side.
    double[] expected = new double[2];
    addUnit(6, 7, 1, expected);
    double[] repeats = {1 + 4, 1 + 2, 1 + 2, 1 + 1};
    for (int p = 0; p < 4; p++) {
      addUnit(2 * p, 2 * p + 1, repeats[p], expected);
    }

    assertProportional(
        fusion(Aggregation.parse("r-mac"), layer("middle", 0)).fuse(List.of(MIDDLE), 0), expected);
  }

  @Test
  void shouldWeighRareChannelsHigherInCrow() {
    FeatureMaps map = new FeatureMaps("map", 1, 1, 2, 2, new float[] {1, 0, 1, 1});
    double first = Math.sqrt(1 / Math.sqrt(5));
    double second = Math.sqrt(2 / Math.sqrt(5));
    double all = 1.5 + 2e-6;

    assertProportional(
        fusion(Aggregation.parse("crow"), layer("map", 0)).fuse(List.of(map), 0),
        (first + second) * Math.log(all / (1 + 1e-6)),
        second * Math.log(all / (0.5 + 1e-6)));
  }

  @Test
  void shouldNameTheLayerWhenAChosenChannelDoesNotExist() {
    Fusion fusion = fusion(Aggregation.FLATTEN, layer("middle", 2));

    assertThatThrownBy(() -> fusion.fuse(List.of(MIDDLE), 0))
        .isInstanceOf(EncoderException.class)
        .hasMessage("layer middle has 2 channels, the encoder asks for channel 2");
  }

  @Test
  void shouldReadEveryAggregationItWritesAndNameTheUnknown() {
    for (String name : List.of("flatten", "grid 4", "pwa", "mac", "r-mac", "spoc", "crow")) {
      assertThat(Aggregation.parse(name).text()).isEqualTo(name);
    }
    assertThatThrownBy(() -> Aggregation.parse("gem"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'gem'");
  }

  private static float[] baseline(String name) {
    return fusion(Aggregation.parse(name), layer("low", 0), layer("middle", 0))
        .fuse(List.of(LOW, MIDDLE), 0);
  }

  private static void addUnit(double first, double second, double times, double[] sum) {
    double norm = Math.hypot(first, second);
    sum[0] += times * first / norm;
    sum[1] += times * second / norm;
  }

  private static Fusion fusion(Aggregation aggregation, EncoderSpec.Layer... layers) {
    return new Fusion(List.of(layers), aggregation);
  }

  private static EncoderSpec.Layer layer(String name, Integer... channels) {
    return new EncoderSpec.Layer(name, List.of(channels));
  }

  private static void assertProportional(float[] actual, double... expected) {
    double square = 0;
    for (double value : expected) {
      square += value * value;
    }
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .isCloseTo(expected[i] / Math.sqrt(square), Offset.offset(1e-6));
    }
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    return values;
  }
}
