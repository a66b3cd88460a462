package io.winnow.selection.diagnostics;

import java.util.Collection;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How images are spread over their predicted classes.
 *
 * @param counts images per class, by name; images without a predicted class are left out
 */
public record ClassBalance(SortedMap<String, Integer> counts) {

  public ClassBalance {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /**
   * @param predictedClasses one per image, null where there is none
   */
  public static ClassBalance of(Collection<String> predictedClasses) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (String predicted : predictedClasses) {
      if (predicted != null) {
        counts.merge(predicted, 1, Integer::sum);
      }
    }
    return new ClassBalance(counts);
  }

  /** Returns the Shannon entropy in nats, 0 for a single class; empty without any. */
  public OptionalDouble entropy() {
    if (counts.isEmpty()) {
      return OptionalDouble.empty();
    }
    double all = counts.values().stream().mapToInt(Integer::intValue).sum();
    double entropy = 0;
    for (int count : counts.values()) {
      entropy -= count / all * StrictMath.log(count / all);
    }
    return OptionalDouble.of(entropy + 0.0); // never -0.0: digests see bits
  }
}
