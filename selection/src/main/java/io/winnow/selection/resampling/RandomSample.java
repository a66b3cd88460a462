package io.winnow.selection.resampling;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import java.util.BitSet;
import java.util.OptionalDouble;

/**
 * {@code random}: T' of the shortlist, every subset equally likely. The first T' steps of a
 * Fisher-Yates shuffle of the positions 0 … T''−1, ascending, with {@link SplitMix64}: step i swaps
 * position i with position {@code i + nextInt(T'' − i)}.
 */
final class RandomSample extends BudgetedResampler {
  private final long seed;

  RandomSample(long seed) {
    super(Resamplers.RANDOM);
    this.seed = seed;
  }

  @Override
  Resampling choose(Shortlist shortlist, int budget) {
    BitSet drawn = draw(shortlist.size(), budget);
    Reason selected = Reason.of(ReasonCode.DRAWN, seed);
    Reason dropped = Reason.of(ReasonCode.NOT_DRAWN, seed);
    return new Resampling(
        decisions(shortlist, drawn, i -> drawn.get(i) ? selected : dropped),
        OptionalDouble.empty(),
        false);
  }

  private BitSet draw(int size, int count) {
    SplitMix64 random = new SplitMix64(seed);
    int[] positions = new int[size];
    for (int i = 0; i < size; i++) {
      positions[i] = i;
    }
    BitSet drawn = new BitSet(size);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(size - i);
      int position = positions[other];
      positions[other] = positions[i];
      positions[i] = position;
      drawn.set(position);
    }
    return drawn;
  }
}
