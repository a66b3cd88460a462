package io.winnow.descriptor.image.vp8;

import java.util.Arrays;

/**
 * Reads the coefficients of macroblocks and keeps which neighbours had some, on which the
 * probabilities depend (RFC 6386, section 13.3).
 */
final class ResidualReader {

  private static final int LUMA_AFTER_DC = 0;
  private static final int DCS = 1;
  private static final int CHROMA = 2;
  private static final int LUMA_WITH_DC = 3;

  /** Contexts of a macroblock's side: four of luma, two of U, two of V, one of the DCs. */
  private static final int SIDE = 9;

  private static final int DC_CONTEXT = 8;

  private final FrameHeader header;
  private final TokenReader tokens;
  private final int[] above;
  private final int[] left = new int[SIDE];
  private final int[] dcs = new int[16];

  /**
   * @param columns of macroblocks
   */
  ResidualReader(FrameHeader header, int columns) {
    this.header = header;
    this.tokens = new TokenReader(header.tokens());
    this.above = new int[SIDE * columns];
  }

  void startRow() {
    Arrays.fill(left, 0);
  }

  /**
   * Reads a macroblock's coefficients, if it has any.
   *
   * @return whether there was one that is not zero
   */
  boolean read(Macroblock block, int column, BoolDecoder bits) throws Vp8Exception {
    int side = SIDE * column;
    if (block.skipped) {
      int cleared = block.split ? DC_CONTEXT : SIDE; // DCs of others keep their context
      Arrays.fill(above, side, side + cleared, 0);
      Arrays.fill(left, 0, cleared, 0);
      return false;
    }
    Quantizers factors = header.segments()[block.segment].quantizers();
    int kind = LUMA_WITH_DC;
    if (!block.split) {
      readDcs(block, side, bits, factors);
      kind = LUMA_AFTER_DC;
    }
    for (int i = 0; i < 16; i++) {
      readBlock(block, i, kind, side + i % 4, i / 4, bits, factors.lumaDc(), factors.lumaAc());
    }
    for (int i = 0; i < 8; i++) {
      int plane = 4 + 2 * (i / 4);
      readBlock(
          block,
          16 + i,
          CHROMA,
          side + plane + i % 2,
          plane + i % 4 / 2,
          bits,
          factors.chromaDc(),
          factors.chromaAc());
    }
    for (int coefficient : block.coefficients) {
      if (coefficient != 0) {
        return true;
      }
    }
    return false;
  }

  private void readDcs(Macroblock block, int side, BoolDecoder bits, Quantizers factors)
      throws Vp8Exception {
    Arrays.fill(dcs, 0);
    int context = above[side + DC_CONTEXT] + left[DC_CONTEXT];
    int end = tokens.read(bits, DCS, context, 0, factors.dcsDc(), factors.dcsAc(), dcs, 0);
    above[side + DC_CONTEXT] = end > 0 ? 1 : 0;
    left[DC_CONTEXT] = above[side + DC_CONTEXT];
    InverseTransforms.walshHadamard(dcs, block.coefficients);
  }

  private void readBlock(
      Macroblock block,
      int index,
      int kind,
      int aboveAt,
      int leftAt,
      BoolDecoder bits,
      int dc,
      int ac)
      throws Vp8Exception {
    int first = kind == LUMA_AFTER_DC ? 1 : 0;
    int context = above[aboveAt] + left[leftAt];
    int end = tokens.read(bits, kind, context, first, dc, ac, block.coefficients, 16 * index);
    above[aboveAt] = end > first ? 1 : 0;
    left[leftAt] = above[aboveAt];
  }
}
