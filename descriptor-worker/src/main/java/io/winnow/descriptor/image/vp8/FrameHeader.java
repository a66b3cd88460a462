package io.winnow.descriptor.image.vp8;

import java.util.Arrays;

/**
 * What the first partition says before the macroblocks (RFC 6386, sections 9.3 to 9.11).
 *
 * @param segments one to four
 * @param segmentTree probabilities of a macroblock's segment; empty if macroblocks do not name one
 * @param partitions number of token partitions, 1 to 8
 * @param tokens probabilities, see {@link Probabilities#token}
 * @param skipProbability that a macroblock has coefficients; -1 if macroblocks do not say
 */
@SuppressWarnings("ArrayRecordComponent") // read once for a frame, never compared
record FrameHeader(
    Segment[] segments,
    int[] segmentTree,
    boolean simpleFilter,
    int partitions,
    byte[] tokens,
    int skipProbability) {

  private static final int SEGMENTS = 4;
  private static final int QUANTIZER_BITS = 7;
  private static final int FILTER_BITS = 6;

  /**
   * What holds for the macroblocks of a segment.
   *
   * @param whole filter strength of macroblocks that are predicted as a whole
   * @param split and of those predicted by subblocks
   */
  record Segment(Quantizers quantizers, FilterStrength whole, FilterStrength split) {}

  /** Values of the segments, each absolute or to be added to the frame's own. */
  private static final class SegmentUpdates {
    boolean enabled;
    boolean absolute;
    final int[] quantizers = new int[SEGMENTS];
    final int[] filterLevels = new int[SEGMENTS];
    int[] tree = {};
  }

  static FrameHeader read(BoolDecoder bits) throws Vp8Exception {
    bits.flag(); // colour space: there is only one
    bits.flag(); // whether samples need clamping: that never harms
    SegmentUpdates updates = readSegments(bits);
    boolean simple = bits.flag();
    int level = bits.number(FILTER_BITS);
    int sharpness = bits.number(3);
    int[] levelDeltas = readLevelDeltas(bits);
    int partitions = 1 << bits.number(2);
    int quantizer = bits.number(QUANTIZER_BITS);
    Quantizers.Deltas deltas =
        new Quantizers.Deltas(
            bits.optionalSigned(4),
            bits.optionalSigned(4),
            bits.optionalSigned(4),
            bits.optionalSigned(4),
            bits.optionalSigned(4));
    bits.flag(); // whether later frames see these probabilities: there are none
    byte[] tokens = readTokenProbabilities(bits);
    int skipProbability = bits.flag() ? bits.number(8) : -1;

    Segment[] segments = new Segment[updates.enabled ? SEGMENTS : 1];
    for (int i = 0; i < segments.length; i++) {
      boolean add = updates.enabled && !updates.absolute;
      int index = updates.enabled ? updates.quantizers[i] + (add ? quantizer : 0) : quantizer;
      int strength = updates.enabled ? updates.filterLevels[i] + (add ? level : 0) : level;
      segments[i] =
          new Segment(
              Quantizers.of(index, deltas),
              FilterStrength.of(level == 0 ? 0 : strength + levelDeltas[0], sharpness),
              FilterStrength.of(
                  level == 0 ? 0 : strength + levelDeltas[0] + levelDeltas[1], sharpness));
    }
    return new FrameHeader(segments, updates.tree, simple, partitions, tokens, skipProbability);
  }

  private static SegmentUpdates readSegments(BoolDecoder bits) throws Vp8Exception {
    SegmentUpdates updates = new SegmentUpdates();
    updates.enabled = bits.flag();
    if (!updates.enabled) {
      return updates;
    }
    boolean hasTree = bits.flag();
    if (bits.flag()) {
      updates.absolute = bits.flag();
      for (int i = 0; i < SEGMENTS; i++) {
        updates.quantizers[i] = bits.optionalSigned(QUANTIZER_BITS);
      }
      for (int i = 0; i < SEGMENTS; i++) {
        updates.filterLevels[i] = bits.optionalSigned(FILTER_BITS);
      }
    }
    if (hasTree) {
      updates.tree = new int[SEGMENTS - 1];
      for (int i = 0; i < updates.tree.length; i++) {
        updates.tree[i] = bits.flag() ? bits.number(8) : 255;
      }
    }
    return updates;
  }

  /** Added to the filter level: in key frames, and of macroblocks predicted by subblocks. */
  private static int[] readLevelDeltas(BoolDecoder bits) throws Vp8Exception {
    int[] deltas = new int[8];
    if (bits.flag() && bits.flag()) {
      for (int i = 0; i < deltas.length; i++) {
        deltas[i] = bits.optionalSigned(FILTER_BITS);
      }
    }
    return new int[] {deltas[0], deltas[4]};
  }

  private static byte[] readTokenProbabilities(BoolDecoder bits) throws Vp8Exception {
    byte[] tokens =
        Arrays.copyOf(Probabilities.TOKEN_DEFAULTS, Probabilities.TOKEN_DEFAULTS.length);
    for (int i = 0; i < tokens.length; i++) {
      if (bits.bit(Probabilities.TOKEN_UPDATES[i]) == 1) {
        tokens[i] = (byte) bits.number(8);
      }
    }
    return tokens;
  }

  /** The segment of the next macroblock. */
  int readSegment(BoolDecoder bits) throws Vp8Exception {
    if (segmentTree.length == 0) {
      return 0;
    }
    return bits.bit(segmentTree[0]) == 0 ? bits.bit(segmentTree[1]) : 2 + bits.bit(segmentTree[2]);
  }
}
