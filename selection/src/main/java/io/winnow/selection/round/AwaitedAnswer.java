package io.winnow.selection.round;

import java.util.BitSet;

/** Which chunks of a partition's answer have come. */
final class AwaitedAnswer {

  /** The partition has not said yet how many chunks it sends. */
  static final int UNKNOWN = -1;

  private int chunks;
  private BitSet received;

  /**
   * @param chunks of the answer, or {@link #UNKNOWN}
   * @param received their numbers
   */
  AwaitedAnswer(int chunks, BitSet received) {
    this.chunks = chunks;
    this.received = received;
  }

  static AwaitedAnswer owed() {
    return new AwaitedAnswer(UNKNOWN, new BitSet());
  }

  /** Nothing is owed. */
  static AwaitedAnswer none() {
    return new AwaitedAnswer(0, new BitSet());
  }

  /**
   * Notes that a chunk came. An answer in another number of chunks is another version's: it takes
   * the place of what came before.
   */
  ProtocolOutcome received(int chunk, int of) {
    if (complete()) {
      return ProtocolOutcome.DUPLICATE;
    }
    if (of != chunks) {
      chunks = of;
      received = new BitSet();
    }
    if (received.get(chunk)) {
      return ProtocolOutcome.DUPLICATE;
    }
    received.set(chunk);
    return ProtocolOutcome.APPLIED;
  }

  boolean complete() {
    return received.cardinality() == chunks;
  }

  int chunks() {
    return chunks;
  }

  BitSet received() {
    return (BitSet) received.clone();
  }
}
