package io.winnow.descriptor.image.vp8;

/** One macroblock's modes and coefficients, read and used before the next one is read. */
final class Macroblock {

  int segment;
  boolean split;
  SubblockMode luma;
  final SubblockMode[] subblocks = new SubblockMode[16];
  SubblockMode chroma;

  /** Whether the bits say that there are no coefficients at all. */
  boolean skipped;

  /** Of 16 luma blocks, 4 of U and 4 of V, 16 each. */
  final int[] coefficients = new int[24 * 16];
}
