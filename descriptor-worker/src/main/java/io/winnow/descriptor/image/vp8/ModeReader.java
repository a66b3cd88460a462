package io.winnow.descriptor.image.vp8;

import java.util.Arrays;

/** Reads how macroblocks are predicted (RFC 6386, sections 10 and 11). */
final class ModeReader {

  private final FrameHeader header;
  private final BoolDecoder bits;
  private final SubblockMode[] above;
  private final SubblockMode[] left = new SubblockMode[4];

  /**
   * @param columns of macroblocks
   */
  ModeReader(FrameHeader header, BoolDecoder bits, int columns) {
    this.header = header;
    this.bits = bits;
    this.above = new SubblockMode[4 * columns];
    Arrays.fill(above, SubblockMode.DC);
  }

  void startRow() {
    Arrays.fill(left, SubblockMode.DC);
  }

  void read(Macroblock block, int column) throws Vp8Exception {
    block.segment = header.readSegment(bits);
    block.skipped = header.skipProbability() >= 0 && bits.bit(header.skipProbability()) == 1;
    block.split = bits.bit(145) == 0;
    if (block.split) {
      readSubblocks(block, 4 * column);
    } else {
      block.luma = readLuma();
      Arrays.fill(above, 4 * column, 4 * column + 4, block.luma);
      Arrays.fill(left, block.luma);
    }
    block.chroma = readChroma();
  }

  private void readSubblocks(Macroblock block, int first) throws Vp8Exception {
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        SubblockMode mode = SubblockMode.read(bits, above[first + x], left[y]);
        block.subblocks[4 * y + x] = mode;
        above[first + x] = mode;
        left[y] = mode;
      }
    }
  }

  private SubblockMode readLuma() throws Vp8Exception {
    if (bits.bit(156) == 1) {
      return bits.flag() ? SubblockMode.TRUE_MOTION : SubblockMode.HORIZONTAL;
    }
    return bits.bit(163) == 1 ? SubblockMode.VERTICAL : SubblockMode.DC;
  }

  private SubblockMode readChroma() throws Vp8Exception {
    if (bits.bit(142) == 0) {
      return SubblockMode.DC;
    }
    if (bits.bit(114) == 0) {
      return SubblockMode.VERTICAL;
    }
    return bits.bit(183) == 1 ? SubblockMode.TRUE_MOTION : SubblockMode.HORIZONTAL;
  }
}
