package io.winnow.selection.similarity;

import java.util.Arrays;

/**
 * Plain loops over the columns: neighbouring columns are independent sums, which the JIT compiler
 * can turn into SIMD instructions where a loop over the dimension of one pair would have to stay
 * scalar to keep the order of its terms.
 *
 * <p>On a processor without fused multiply-add, {@link Math#fma} computes with BigDecimal, some
 * hundred times slower: right, and of no practical use. Every x86-64 since 2013 and every AArch64
 * has the instruction.
 */
final class PlainPanelKernel implements PanelKernel {
  @Override
  public void multiply(float[] query, float[] panel, float[] dots, int offset) {
    Arrays.fill(dots, offset, offset + WIDTH, 0f);
    int blocked = query.length & ~3;
    for (int d = 0; d < blocked; d += 4) {
      addFour(query, d, panel, dots, offset);
    }
    for (int d = blocked; d < query.length; d++) {
      float q = query[d];
      int row = d * WIDTH;
      for (int c = 0; c < WIDTH; c++) {
        dots[offset + c] = Math.fma(q, panel[row + c], dots[offset + c]);
      }
    }
  }

  @Override
  public void multiplyFour(float[][] queries, int first, float[] panel, float[] dots) {
    for (int r = 0; r < ROWS && first + r < queries.length; r++) {
      multiply(queries[first + r], panel, dots, r * WIDTH);
    }
  }

  /** Four dimensions at a time save three of four loads and stores of the sums. */
  private static void addFour(float[] query, int d, float[] panel, float[] dots, int offset) {
    float q0 = query[d];
    float q1 = query[d + 1];
    float q2 = query[d + 2];
    float q3 = query[d + 3];
    int row0 = d * WIDTH;
    int row1 = row0 + WIDTH;
    int row2 = row1 + WIDTH;
    int row3 = row2 + WIDTH;
    for (int c = 0; c < WIDTH; c++) {
      float sum = Math.fma(q0, panel[row0 + c], dots[offset + c]);
      sum = Math.fma(q1, panel[row1 + c], sum);
      sum = Math.fma(q2, panel[row2 + c], sum);
      dots[offset + c] = Math.fma(q3, panel[row3 + c], sum);
    }
  }
}
