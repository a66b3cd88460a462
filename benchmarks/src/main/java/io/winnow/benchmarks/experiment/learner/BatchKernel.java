package io.winnow.benchmarks.experiment.learner;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiply-adds of a convolution over a batch of {@link #BATCH} images, of which a fully connected
 * layer is the case of one position.
 *
 * <p>Activations lie as {@code [channel][y][x][image]}: the images of a batch are the lanes of the
 * registers, so no patch is ever copied. Every sum adds its terms in one order, whatever the width
 * of the registers: all machines give the same bits.
 */
final class BatchKernel {
  /** Images of a batch. */
  static final int BATCH = 32;

  /** Outputs of a layer must be a multiple of it: a register never straddles two taps' weights. */
  static final int OUTPUT_MULTIPLE = 16;

  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= OUTPUT_MULTIPLE
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  private static final int LANES = SPECIES.length();

  /** Outputs or taps whose sums stay in registers together. */
  static final int BLOCK = 8;

  private BatchKernel() {}

  /**
   * {@code out[f][position] = Σ_k weights[k][f] · in[base + taps[k]] + bias[f]}, for all images.
   *
   * @param base where the window of this position begins in {@code in}
   * @param position offset in {@code out} of this position of output 0
   * @param stride from one output to the next in {@code out}
   */
  static void forward(
      float[] in,
      int base,
      int[] taps,
      float[] weights,
      float[] bias,
      float[] out,
      int position,
      int stride) {
    int outputs = bias.length;
    for (int f = 0; f < outputs; f += BLOCK) {
      for (int n = 0; n < BATCH; n += LANES) {
        FloatVector s0 = FloatVector.broadcast(SPECIES, bias[f]);
        FloatVector s1 = FloatVector.broadcast(SPECIES, bias[f + 1]);
        FloatVector s2 = FloatVector.broadcast(SPECIES, bias[f + 2]);
        FloatVector s3 = FloatVector.broadcast(SPECIES, bias[f + 3]);
        FloatVector s4 = FloatVector.broadcast(SPECIES, bias[f + 4]);
        FloatVector s5 = FloatVector.broadcast(SPECIES, bias[f + 5]);
        FloatVector s6 = FloatVector.broadcast(SPECIES, bias[f + 6]);
        FloatVector s7 = FloatVector.broadcast(SPECIES, bias[f + 7]);
        for (int k = 0; k < taps.length; k++) {
          FloatVector x = FloatVector.fromArray(SPECIES, in, base + taps[k] + n);
          int w = k * outputs + f;
          s0 = x.fma(FloatVector.broadcast(SPECIES, weights[w]), s0);
          s1 = x.fma(FloatVector.broadcast(SPECIES, weights[w + 1]), s1);
          s2 = x.fma(FloatVector.broadcast(SPECIES, weights[w + 2]), s2);
          s3 = x.fma(FloatVector.broadcast(SPECIES, weights[w + 3]), s3);
          s4 = x.fma(FloatVector.broadcast(SPECIES, weights[w + 4]), s4);
          s5 = x.fma(FloatVector.broadcast(SPECIES, weights[w + 5]), s5);
          s6 = x.fma(FloatVector.broadcast(SPECIES, weights[w + 6]), s6);
          s7 = x.fma(FloatVector.broadcast(SPECIES, weights[w + 7]), s7);
        }
        int at = position + f * stride + n;
        s0.intoArray(out, at);
        s1.intoArray(out, at + stride);
        s2.intoArray(out, at + 2 * stride);
        s3.intoArray(out, at + 3 * stride);
        s4.intoArray(out, at + 4 * stride);
        s5.intoArray(out, at + 5 * stride);
        s6.intoArray(out, at + 6 * stride);
        s7.intoArray(out, at + 7 * stride);
      }
    }
  }

  /**
   * {@code inGradient[base + taps[k]] += Σ_f weights[f][k] · outGradient[f][position]}, for all
   * images.
   *
   * @param taps a multiple of {@link #BLOCK} of them
   * @param weights as {@code [output][tap]}
   */
  static void backward(
      float[] inGradient,
      int base,
      int[] taps,
      float[] weights,
      int outputs,
      float[] outGradient,
      int position,
      int stride) {
    int inputs = taps.length;
    for (int k = 0; k < inputs; k += BLOCK) {
      for (int n = 0; n < BATCH; n += LANES) {
        int in = base + n;
        FloatVector s0 = FloatVector.fromArray(SPECIES, inGradient, in + taps[k]);
        FloatVector s1 = FloatVector.fromArray(SPECIES, inGradient, in + taps[k + 1]);
        FloatVector s2 = FloatVector.fromArray(SPECIES, inGradient, in + taps[k + 2]);
        FloatVector s3 = FloatVector.fromArray(SPECIES, inGradient, in + taps[k + 3]);
        FloatVector s4 = FloatVector.fromArray(SPECIES, inGradient, in + taps[k + 4]);
        FloatVector s5 = FloatVector.fromArray(SPECIES, inGradient, in + taps[k + 5]);
        FloatVector s6 = FloatVector.fromArray(SPECIES, inGradient, in + taps[k + 6]);
        FloatVector s7 = FloatVector.fromArray(SPECIES, inGradient, in + taps[k + 7]);
        for (int f = 0; f < outputs; f++) {
          FloatVector g = FloatVector.fromArray(SPECIES, outGradient, position + n + f * stride);
          int w = f * inputs + k;
          s0 = g.fma(FloatVector.broadcast(SPECIES, weights[w]), s0);
          s1 = g.fma(FloatVector.broadcast(SPECIES, weights[w + 1]), s1);
          s2 = g.fma(FloatVector.broadcast(SPECIES, weights[w + 2]), s2);
          s3 = g.fma(FloatVector.broadcast(SPECIES, weights[w + 3]), s3);
          s4 = g.fma(FloatVector.broadcast(SPECIES, weights[w + 4]), s4);
          s5 = g.fma(FloatVector.broadcast(SPECIES, weights[w + 5]), s5);
          s6 = g.fma(FloatVector.broadcast(SPECIES, weights[w + 6]), s6);
          s7 = g.fma(FloatVector.broadcast(SPECIES, weights[w + 7]), s7);
        }
        s0.intoArray(inGradient, in + taps[k]);
        s1.intoArray(inGradient, in + taps[k + 1]);
        s2.intoArray(inGradient, in + taps[k + 2]);
        s3.intoArray(inGradient, in + taps[k + 3]);
        s4.intoArray(inGradient, in + taps[k + 4]);
        s5.intoArray(inGradient, in + taps[k + 5]);
        s6.intoArray(inGradient, in + taps[k + 6]);
        s7.intoArray(inGradient, in + taps[k + 7]);
      }
    }
  }

  /**
   * Adds one position's share to eight taps' gradients: {@code gradient[i][f] += Σ_n in[n][i] ·
   * outGradient[n][f]}.
   *
   * @param in inputs of the eight taps, {@code [image][tap]}
   * @param outGradient {@code [image][output]} from {@code position}
   * @param gradient {@code [tap][output]} from {@code first}
   */
  static void weightGradient(
      float[] in, float[] outGradient, int position, int outputs, float[] gradient, int first) {
    for (int f = 0; f < outputs; f += LANES) {
      int w = first + f;
      FloatVector s0 = FloatVector.fromArray(SPECIES, gradient, w);
      FloatVector s1 = FloatVector.fromArray(SPECIES, gradient, w + outputs);
      FloatVector s2 = FloatVector.fromArray(SPECIES, gradient, w + 2 * outputs);
      FloatVector s3 = FloatVector.fromArray(SPECIES, gradient, w + 3 * outputs);
      FloatVector s4 = FloatVector.fromArray(SPECIES, gradient, w + 4 * outputs);
      FloatVector s5 = FloatVector.fromArray(SPECIES, gradient, w + 5 * outputs);
      FloatVector s6 = FloatVector.fromArray(SPECIES, gradient, w + 6 * outputs);
      FloatVector s7 = FloatVector.fromArray(SPECIES, gradient, w + 7 * outputs);
      for (int n = 0; n < BATCH; n++) {
        FloatVector g = FloatVector.fromArray(SPECIES, outGradient, position + n * outputs + f);
        int x = n * BLOCK;
        s0 = g.fma(FloatVector.broadcast(SPECIES, in[x]), s0);
        s1 = g.fma(FloatVector.broadcast(SPECIES, in[x + 1]), s1);
        s2 = g.fma(FloatVector.broadcast(SPECIES, in[x + 2]), s2);
        s3 = g.fma(FloatVector.broadcast(SPECIES, in[x + 3]), s3);
        s4 = g.fma(FloatVector.broadcast(SPECIES, in[x + 4]), s4);
        s5 = g.fma(FloatVector.broadcast(SPECIES, in[x + 5]), s5);
        s6 = g.fma(FloatVector.broadcast(SPECIES, in[x + 6]), s6);
        s7 = g.fma(FloatVector.broadcast(SPECIES, in[x + 7]), s7);
      }
      s0.intoArray(gradient, w);
      s1.intoArray(gradient, w + outputs);
      s2.intoArray(gradient, w + 2 * outputs);
      s3.intoArray(gradient, w + 3 * outputs);
      s4.intoArray(gradient, w + 4 * outputs);
      s5.intoArray(gradient, w + 5 * outputs);
      s6.intoArray(gradient, w + 6 * outputs);
      s7.intoArray(gradient, w + 7 * outputs);
    }
  }

  /**
   * {@code out = max(0, in at four places)}, for all images.
   *
   * @param corner of the window of 2x2 in {@code in}
   * @param row from one row to the next
   */
  static void maximum(float[] in, int corner, int row, float[] out, int position) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int n = 0; n < BATCH; n += LANES) {
      int at = corner + n;
      FloatVector upper =
          FloatVector.fromArray(SPECIES, in, at)
              .max(FloatVector.fromArray(SPECIES, in, at + BATCH));
      FloatVector lower =
          FloatVector.fromArray(SPECIES, in, at + row)
              .max(FloatVector.fromArray(SPECIES, in, at + row + BATCH));
      upper.max(lower).max(zero).intoArray(out, position + n);
    }
  }

  /** Hands the gradient of {@link #maximum} to the first place that has it, if it is positive. */
  static void maximumGradient(
      float[] in,
      int corner,
      int row,
      float[] out,
      float[] outGradient,
      int position,
      float[] inGradient) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int n = 0; n < BATCH; n += LANES) {
      FloatVector largest = FloatVector.fromArray(SPECIES, out, position + n);
      FloatVector rest =
          zero.blend(
              FloatVector.fromArray(SPECIES, outGradient, position + n),
              largest.compare(VectorOperators.GT, zero));
      for (int place = 0; place < 4; place++) {
        int at = corner + n + place % 2 * BATCH + place / 2 * row;
        VectorMask<Float> here =
            FloatVector.fromArray(SPECIES, in, at).compare(VectorOperators.EQ, largest);
        zero.blend(rest, here).intoArray(inGradient, at);
        rest = rest.blend(zero, here);
      }
    }
  }
}
