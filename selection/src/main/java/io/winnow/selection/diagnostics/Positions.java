package io.winnow.selection.diagnostics;

import io.winnow.selection.resampling.Shortlist;
import java.util.BitSet;
import java.util.Collection;

/** Positions of selected images in a shortlist. */
final class Positions {
  private Positions() {}

  static BitSet checked(Shortlist shortlist, Collection<Integer> selected) {
    BitSet positions = new BitSet(shortlist.size());
    for (int position : selected) {
      if (position < 0 || position >= shortlist.size()) {
        throw new IllegalArgumentException(
            "position " + position + " is outside a shortlist of " + shortlist.size());
      }
      positions.set(position);
    }
    return positions;
  }
}
