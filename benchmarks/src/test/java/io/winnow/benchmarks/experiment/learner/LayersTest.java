package io.winnow.benchmarks.experiment.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Gradients against differences of the outputs. */
class LayersTest {
  private static final int BATCH = BatchKernel.BATCH;
  private static final float STEP = 1e-2f;

  @Test
  void shouldHaveTheGradientsOfItsOutput() {
    Random random = new Random(1);
    Convolution layer = new Convolution(2, 6, 5, 3, 16, random);
    float[] in = random(2 * 6 * 5 * BATCH, random);
    float[] weight = random(layer.outputLength(), random);
    float[] out = new float[layer.outputLength()];
    float[] inGradient = new float[in.length];
    Supplier<Double> loss =
        () -> {
          layer.forward(in, out);
          return dot(out, weight);
        };

    layer.backward(in, weight, inGradient);

    assertThat(layer.height()).isEqualTo(4);
    assertThat(layer.width()).isEqualTo(3);
    for (int i = 0; i < in.length; i += 97) {
      assertThat((double) inGradient[i]).isCloseTo(slope(in, i, loss), within(1e-2));
    }
    float[] weights = layer.weights().values;
    for (int w = 0; w < 18 * 16; w += 13) {
      assertThat((double) layer.weights().gradient[w])
          .isCloseTo(slope(weights, w, loss), within(2e-2));
    }
    float[] bias = layer.bias().values;
    for (int f = 0; f < 16; f++) {
      assertThat((double) layer.bias().gradient[f]).isCloseTo(slope(bias, f, loss), within(2e-2));
    }
  }

  @Test
  void shouldLeaveTheWeightsThatFillUpABlockAtZero() {
    Convolution layer = new Convolution(1, 6, 6, 5, 16, new Random(1));
    float[] in = random(36 * BATCH, new Random(2));

    layer.backward(in, random(layer.outputLength(), new Random(3)), null);

    assertThat(Arrays.copyOfRange(layer.weights().gradient, 25 * 16, 32 * 16)).containsOnly(0f);
  }

  @Test
  void shouldHandTheGradientToTheLargestOfAWindow() {
    Pooling pooling = new Pooling(1, 3, 3);
    float[] in = new float[9 * BATCH];
    in[4 * BATCH] = 5; // image 0: row 1, column 1
    in[BATCH + 1] = 2; // image 1: row 0, column 1, twice
    in[3 * BATCH + 1] = 2;
    for (int p = 0; p < 9; p++) {
      in[p * BATCH + 2] = -1; // image 2: nothing above zero
    }
    float[] out = new float[pooling.outputLength()];
    float[] gradient = new float[in.length];
    Arrays.fill(gradient, 9);

    pooling.forward(in, out);
    pooling.backward(in, out, filled(out.length), gradient);

    assertThat(out[0]).isEqualTo(5);
    assertThat(out[1]).isEqualTo(2);
    assertThat(out[2]).isZero();
    assertThat(gradient[4 * BATCH]).isEqualTo(1);
    assertThat(gradient[BATCH + 1]).isEqualTo(1);
    float sum = 0;
    for (float value : gradient) {
      sum += value;
    }
    assertThat(sum).isEqualTo(2);
  }

  private static double slope(float[] values, int at, Supplier<Double> loss) {
    float kept = values[at];
    values[at] = kept + STEP;
    double above = loss.get();
    values[at] = kept - STEP;
    double below = loss.get();
    values[at] = kept;
    return (above - below) / (2 * STEP);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] random(int length, Random random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static float[] filled(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
