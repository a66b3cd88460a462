package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;

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
    Fusion fusion = new Fusion(List.of(0), List.of(1), Aggregation.FLATTEN);

    float[] fused = fusion.fuse(LOW, MIDDLE, 0);

    assertThat(fusion.featureSize(MIDDLE)).isEqualTo(8);
    assertProportional(fused, 2.5, 1, 4.5, 3, 10.5, 5, 12.5, 7);
  }

  @Test
  void shouldAverageWholeMapsWhenTheGridIsOne() {
    float[] fused = new Fusion(List.of(0), List.of(1, 0), Aggregation.grid(1)).fuse(LOW, MIDDLE, 0);

    assertProportional(fused, 7.5, 4, 3);
  }

  @Test
  void shouldOverlapCellsWhenTheGridDoesNotDivideTheMap() {
    float[] fused = new Fusion(List.of(0), List.of(0), Aggregation.grid(3)).fuse(LOW, LOW, 0);

    assertThat(fused).hasSize(18);
    assertThat(fused[8] / fused[0]).isCloseTo(3f, Offset.offset(1e-5f));
  }

  @Test
  void shouldStayZeroWhenEveryChannelIsSilent() {
    FeatureMaps silent = new FeatureMaps("low", 1, 2, 2, 1, new float[4]);

    assertThat(new Fusion(List.of(0), List.of(0), Aggregation.grid(1)).fuse(silent, silent, 0))
        .containsExactly(0, 0);
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
