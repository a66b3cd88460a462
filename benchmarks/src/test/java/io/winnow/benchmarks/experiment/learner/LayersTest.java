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

  /** Rectifiers have corners: a small step crosses few of them. */
  private static final float SMALL_STEP = 1e-3f;

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

  @Test
  void shouldConvolveEachChannelAloneWithZerosAround() {
    DepthwiseConvolution layer = new DepthwiseConvolution(2, 4, 5, new Random(1));
    layer.bias().values[1] = 0.25f;
    float[] in = random(2 * 4 * 5 * BATCH, new Random(2));
    float[] out = new float[in.length];

    layer.forward(in, out);

    for (int at = 0; at < out.length; at++) {
      int n = at % BATCH;
      int x = at / BATCH % 5;
      int y = at / BATCH / 5 % 4;
      int c = at / BATCH / 20;
      double sum = layer.bias().values[c];
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          if (y + dy >= 0 && y + dy < 4 && x + dx >= 0 && x + dx < 5) {
            sum +=
                (double) layer.weights().values[c * 9 + (dy + 1) * 3 + dx + 1]
                    * in[((c * 4 + y + dy) * 5 + x + dx) * BATCH + n];
          }
        }
      }
      assertThat((double) out[at]).isCloseTo(sum, within(1e-5));
    }
  }

  @Test
  void shouldHaveTheGradientsOfADepthwiseConvolution() {
    Random random = new Random(4);
    DepthwiseConvolution layer = new DepthwiseConvolution(2, 4, 5, random);
    float[] in = random(2 * 4 * 5 * BATCH, random);
    float[] weight = random(in.length, random);
    float[] out = new float[in.length];
    float[] inGradient = new float[in.length];
    Supplier<Double> loss =
        () -> {
          layer.forward(in, out);
          return dot(out, weight);
        };

    layer.backward(in, weight, inGradient);

    for (int i = 0; i < in.length; i += 23) {
      assertThat((double) inGradient[i]).isCloseTo(slope(in, i, loss), within(1e-3));
    }
    for (int w = 0; w < 18; w++) {
      assertThat((double) layer.weights().gradient[w])
          .isCloseTo(slope(layer.weights().values, w, loss), within(5e-3));
    }
    for (int c = 0; c < 2; c++) {
      assertThat((double) layer.bias().gradient[c])
          .isCloseTo(slope(layer.bias().values, c, loss), within(5e-3));
    }
  }

  @Test
  void shouldHaveTheGradientsOfAResidualBlock() {
    Random random = new Random(5);
    ResidualBlock block = new ResidualBlock(16, 4, 3, random);
    float[] in = random(block.length(), random);
    float[] weight = random(block.length(), random);
    float[] out = new float[block.length()];
    float[] inGradient = new float[block.length()];
    Supplier<Double> loss =
        () -> {
          block.forward(in, out);
          return dot(out, weight);
        };

    loss.get();
    block.backward(in, out, weight, inGradient);

    assertSlopes(in, inGradient, 61, loss);
    assertSlopes(block.depthwise().weights().values, block.depthwise().weights().gradient, 7, loss);
    assertSlopes(
        block.pointwise().weights().values, block.pointwise().weights().gradient, 11, loss);
  }

  @Test
  void shouldHandTheGradientThroughAWholeMobileNetwork() {
    Random random = new Random(6);
    MobileNetwork network = new MobileNetwork(1, 28, 28, 16, random);
    float[] in = random(network.inputLength() * BATCH, random);
    float[] weight = random(16 * BATCH, random);
    Parameters weights = network.first().widening().weights();

    network.forward(in);
    network.backward(weight);

    for (int w = 0; w < 9 * 16; w += 5) {
      double slope = slope(weights.values, w, SMALL_STEP, () -> dot(network.forward(in), weight));
      assertThat((double) weights.gradient[w])
          .isCloseTo(slope, within(0.02 * largest(weights.gradient)));
    }
  }

  private static void assertSlopes(
      float[] values, float[] gradient, int stride, Supplier<Double> loss) {
    for (int i = 0; i < gradient.length; i += stride) {
      assertThat((double) gradient[i])
          .isCloseTo(slope(values, i, SMALL_STEP, loss), within(0.02 * largest(gradient)));
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double slope(float[] values, int at, Supplier<Double> loss) {
    return slope(values, at, STEP, loss);
  }

  private static double slope(float[] values, int at, float step, Supplier<Double> loss) {
    float kept = values[at];
    values[at] = kept + step;
    double above = loss.get();
    values[at] = kept - step;
    double below = loss.get();
    values[at] = kept;
    return (above - below) / (2 * step);
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
