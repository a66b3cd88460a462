package io.winnow.descriptor.image.vp8;

/** From coefficients to differences (RFC 6386, section 14), in its exact integer arithmetic. */
final class InverseTransforms {

  private InverseTransforms() {}

  /**
   * Inverse Walsh-Hadamard transform of the luma blocks' DCs.
   *
   * @param dcs 16 coefficients
   * @param blocks receives each as the first of its 16 coefficients
   */
  static void walshHadamard(int[] dcs, int[] blocks) {
    int[] columns = new int[16];
    for (int i = 0; i < 4; i++) {
      int outer = dcs[i] + dcs[12 + i];
      int inner = dcs[4 + i] + dcs[8 + i];
      int innerDifference = dcs[4 + i] - dcs[8 + i];
      int outerDifference = dcs[i] - dcs[12 + i];
      columns[i] = outer + inner;
      columns[8 + i] = outer - inner;
      columns[4 + i] = outerDifference + innerDifference;
      columns[12 + i] = outerDifference - innerDifference;
    }
    for (int i = 0; i < 4; i++) {
      int first = columns[4 * i] + 3; // rounds
      int outer = first + columns[4 * i + 3];
      int inner = columns[4 * i + 1] + columns[4 * i + 2];
      int innerDifference = columns[4 * i + 1] - columns[4 * i + 2];
      int outerDifference = first - columns[4 * i + 3];
      int block = 64 * i;
      blocks[block] = (outer + inner) >> 3;
      blocks[block + 16] = (outerDifference + innerDifference) >> 3;
      blocks[block + 32] = (outer - inner) >> 3;
      blocks[block + 48] = (outerDifference - innerDifference) >> 3;
    }
  }

  /**
   * Inverse cosine transform of one block, added to its prediction.
   *
   * @param coefficients 16 of them from {@code from}
   * @param to the block's first sample in the plane
   */
  static void addCosine(int[] coefficients, int from, Plane plane, int to) {
    int[] columns = new int[16];
    for (int i = 0; i < 4; i++) {
      int even = coefficients[from + i] + coefficients[from + 8 + i];
      int odd = coefficients[from + i] - coefficients[from + 8 + i];
      int c = sine(coefficients[from + 4 + i]) - cosine(coefficients[from + 12 + i]);
      int d = cosine(coefficients[from + 4 + i]) + sine(coefficients[from + 12 + i]);
      columns[4 * i] = even + d;
      columns[4 * i + 1] = odd + c;
      columns[4 * i + 2] = odd - c;
      columns[4 * i + 3] = even - d;
    }
    for (int i = 0; i < 4; i++) {
      int first = columns[i] + 4; // rounds
      int even = first + columns[8 + i];
      int odd = first - columns[8 + i];
      int c = sine(columns[4 + i]) - cosine(columns[12 + i]);
      int d = cosine(columns[4 + i]) + sine(columns[12 + i]);
      int row = to + i * plane.stride;
      plane.setClamped(row, plane.get(row) + ((even + d) >> 3));
      plane.setClamped(row + 1, plane.get(row + 1) + ((odd + c) >> 3));
      plane.setClamped(row + 2, plane.get(row + 2) + ((odd - c) >> 3));
      plane.setClamped(row + 3, plane.get(row + 3) + ((even - d) >> 3));
    }
  }

  /** Times the square root of 2 and the cosine of pi / 8, in 65536ths. */
  private static int cosine(int a) {
    return ((a * 20091) >> 16) + a;
  }

  /** Times the square root of 2 and the sine of pi / 8. */
  private static int sine(int a) {
    return (a * 35468) >> 16;
  }
}
