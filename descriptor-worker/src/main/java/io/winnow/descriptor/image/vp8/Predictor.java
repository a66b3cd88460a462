package io.winnow.descriptor.image.vp8;

/** Predicts macroblocks from their neighbours and adds what is coded (RFC 6386, section 12). */
final class Predictor {

  private final KeyFrame frame;
  private final int columns;
  private final SubblockPredictor subblocks;
  private final int[] aboveRight = new int[4];
  private final int[] besideMacroblock = new int[4];

  /**
   * @param columns of macroblocks
   */
  Predictor(KeyFrame frame, int columns) {
    this.frame = frame;
    this.columns = columns;
    this.subblocks = new SubblockPredictor(frame.luma());
  }

  /**
   * Makes a macroblock's samples.
   *
   * @param coded whether it has coefficients
   */
  void reconstruct(Macroblock block, int column, int row, boolean coded) {
    Plane luma = frame.luma();
    if (block.split) {
      splitLuma(block, column, row, coded);
    } else {
      predict(luma, 16, column, row, block.luma);
      for (int i = 0; coded && i < 16; i++) {
        int at = luma.at(16 * column + 4 * (i % 4), 16 * row + 4 * (i / 4));
        InverseTransforms.addCosine(block.coefficients, 16 * i, luma, at);
      }
    }
    chroma(frame.u(), block, column, row, coded ? 16 : -1);
    chroma(frame.v(), block, column, row, coded ? 20 : -1);
  }

  private void splitLuma(Macroblock block, int column, int row, boolean coded) {
    Plane luma = frame.luma();
    int above = luma.at(16 * column, 16 * row - 1);
    for (int i = 0; i < 4; i++) {
      // Beside the last macroblock of a row there is none: libwebp repeats the last sample.
      boolean none = row > 0 && column == columns - 1;
      besideMacroblock[i] = luma.get(above + (none ? 15 : 16 + i));
    }
    for (int i = 0; i < 16; i++) {
      int x = i % 4;
      int at = luma.at(16 * column + 4 * x, 16 * row + 4 * (i / 4));
      int[] right = besideMacroblock; // for all rows: what is above the others is not yet there
      if (x < 3) {
        for (int j = 0; j < 4; j++) {
          aboveRight[j] = luma.get(at - luma.stride + 4 + j);
        }
        right = aboveRight;
      }
      subblocks.predict(block.subblocks[i], at, right);
      if (coded) {
        InverseTransforms.addCosine(block.coefficients, 16 * i, luma, at);
      }
    }
  }

  private void chroma(Plane plane, Macroblock block, int column, int row, int firstBlock) {
    predict(plane, 8, column, row, block.chroma);
    for (int i = 0; firstBlock >= 0 && i < 4; i++) {
      int at = plane.at(8 * column + 4 * (i % 2), 8 * row + 4 * (i / 2));
      InverseTransforms.addCosine(block.coefficients, 16 * (firstBlock + i), plane, at);
    }
  }

  private static void predict(Plane plane, int size, int column, int row, SubblockMode mode) {
    int at = plane.at(size * column, size * row);
    int stride = plane.stride;
    int corner = plane.get(at - stride - 1);
    int mean = mode == SubblockMode.DC ? mean(plane, at, size, column > 0, row > 0) : 0;
    for (int y = 0; y < size; y++) {
      int left = plane.get(at + y * stride - 1);
      for (int x = 0; x < size; x++) {
        int to = at + y * stride + x;
        switch (mode) {
          case DC -> plane.set(to, mean);
          case VERTICAL -> plane.set(to, plane.get(at - stride + x));
          case HORIZONTAL -> plane.set(to, left);
          case TRUE_MOTION -> plane.setClamped(to, left + plane.get(at - stride + x) - corner);
          default -> throw new IllegalStateException("no mode of a macroblock: " + mode);
        }
      }
    }
  }

  /** Of the neighbours that exist; unlike other modes, this one does not look at the border. */
  private static int mean(Plane plane, int at, int size, boolean hasLeft, boolean hasAbove) {
    if (!hasLeft && !hasAbove) {
      return 128;
    }
    int sum = 0;
    for (int i = 0; i < size; i++) {
      sum += hasAbove ? plane.get(at - plane.stride + i) : 0;
      sum += hasLeft ? plane.get(at + i * plane.stride - 1) : 0;
    }
    int count = hasLeft && hasAbove ? 2 * size : size;
    return (sum + count / 2) / count;
  }
}
