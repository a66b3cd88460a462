package io.winnow.selection.similarity;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register blocking on the Vector API: four queries times two registers of columns stay in eight
 * registers while the dimension goes by, so that six loads feed eight multiply-adds. A lane is a
 * pair of vectors and adds its terms in order; the width of the registers changes nothing but the
 * speed.
 *
 * <p>To be loaded only where module {@code jdk.incubator.vector} is.
 */
final class SimdPanelKernel implements PanelKernel {
  /** At most {@code WIDTH / 4} lanes, since the sums of a single query fill four registers. */
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= WIDTH / 4
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  private static final int LANES = SPECIES.length();

  /** The bits of a register: 128, 256 or 512. */
  static int registerBits() {
    return SPECIES.vectorBitSize();
  }

  @Override
  public void multiply(float[] query, float[] panel, float[] dots, int offset) {
    for (int c = 0; c < WIDTH; c += 4 * LANES) {
      multiplyFourRegisters(query, panel, c, dots, offset + c);
    }
  }

  private static void multiplyFourRegisters(
      float[] query, float[] panel, int column, float[] dots, int offset) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    for (int d = 0; d < query.length; d++) {
      int at = d * WIDTH + column;
      FloatVector q = FloatVector.broadcast(SPECIES, query[d]);
      sum0 = q.fma(FloatVector.fromArray(SPECIES, panel, at), sum0);
      sum1 = q.fma(FloatVector.fromArray(SPECIES, panel, at + LANES), sum1);
      sum2 = q.fma(FloatVector.fromArray(SPECIES, panel, at + 2 * LANES), sum2);
      sum3 = q.fma(FloatVector.fromArray(SPECIES, panel, at + 3 * LANES), sum3);
    }
    sum0.intoArray(dots, offset);
    sum1.intoArray(dots, offset + LANES);
    sum2.intoArray(dots, offset + 2 * LANES);
    sum3.intoArray(dots, offset + 3 * LANES);
  }

  @Override
  public void multiplyFour(float[][] queries, int first, float[] panel, float[] dots) {
    int last = queries.length - 1;
    float[] q0 = queries[first];
    float[] q1 = queries[Math.min(first + 1, last)];
    float[] q2 = queries[Math.min(first + 2, last)];
    float[] q3 = queries[Math.min(first + 3, last)];
    for (int c = 0; c < WIDTH; c += 2 * LANES) {
      multiplyBlock(q0, q1, q2, q3, panel, c, dots);
    }
  }

  private static void multiplyBlock(
      float[] q0, float[] q1, float[] q2, float[] q3, float[] panel, int column, float[] dots) {
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = FloatVector.zero(SPECIES);
    FloatVector a2 = FloatVector.zero(SPECIES);
    FloatVector a3 = FloatVector.zero(SPECIES);
    FloatVector b0 = FloatVector.zero(SPECIES);
    FloatVector b1 = FloatVector.zero(SPECIES);
    FloatVector b2 = FloatVector.zero(SPECIES);
    FloatVector b3 = FloatVector.zero(SPECIES);
    for (int d = 0; d < q0.length; d++) {
      int at = d * WIDTH + column;
      FloatVector a = FloatVector.fromArray(SPECIES, panel, at);
      FloatVector b = FloatVector.fromArray(SPECIES, panel, at + LANES);
      FloatVector q = FloatVector.broadcast(SPECIES, q0[d]);
      a0 = q.fma(a, a0);
      b0 = q.fma(b, b0);
      q = FloatVector.broadcast(SPECIES, q1[d]);
      a1 = q.fma(a, a1);
      b1 = q.fma(b, b1);
      q = FloatVector.broadcast(SPECIES, q2[d]);
      a2 = q.fma(a, a2);
      b2 = q.fma(b, b2);
      q = FloatVector.broadcast(SPECIES, q3[d]);
      a3 = q.fma(a, a3);
      b3 = q.fma(b, b3);
    }
    a0.intoArray(dots, column);
    b0.intoArray(dots, column + LANES);
    a1.intoArray(dots, WIDTH + column);
    b1.intoArray(dots, WIDTH + column + LANES);
    a2.intoArray(dots, 2 * WIDTH + column);
    b2.intoArray(dots, 2 * WIDTH + column + LANES);
    a3.intoArray(dots, 3 * WIDTH + column);
    b3.intoArray(dots, 3 * WIDTH + column + LANES);
  }
}
