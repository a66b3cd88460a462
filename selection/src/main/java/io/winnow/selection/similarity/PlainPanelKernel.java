package io.winnow.selection.similarity;

import java.util.Arrays;

/**
 * Plain loops over the columns: neighbouring columns are independent sums, which the JIT compiler
 * turns into SIMD instructions where a loop over the dimension of one pair would have to stay
 * scalar to keep the order of its terms.
 */
final class PlainPanelKernel implements PanelKernel {
  @Override
  public void multiply(float[] query, float[] panel, int width, float[] dots, int offset) {
    Arrays.fill(dots, offset, offset + width, 0f);
    int blocked = query.length & ~3;
    for (int d = 0; d < blocked; d += 4) {
      addFour(query, d, panel, width, dots, offset);
    }
    for (int d = blocked; d < query.length; d++) {
      float q = query[d];
      int row = d * width;
      for (int c = 0; c < width; c++) {
        dots[offset + c] = Math.fma(q, panel[row + c], dots[offset + c]);
      }
    }
  }

  /** Four dimensions at a time save three of four loads and stores of the sums. */
  private static void addFour(
      float[] query, int d, float[] panel, int width, float[] dots, int offset) {
    float q0 = query[d];
    float q1 = query[d + 1];
    float q2 = query[d + 2];
    float q3 = query[d + 3];
    int row0 = d * width;
    int row1 = row0 + width;
    int row2 = row1 + width;
    int row3 = row2 + width;
    for (int c = 0; c < width; c++) {
      float sum = Math.fma(q0, panel[row0 + c], dots[offset + c]);
      sum = Math.fma(q1, panel[row1 + c], sum);
      sum = Math.fma(q2, panel[row2 + c], sum);
      dots[offset + c] = Math.fma(q3, panel[row3 + c], sum);
    }
  }
}
