package io.winnow.selection.diagnostics;

import io.winnow.selection.digest.CanonicalDigest;
import io.winnow.selection.limit.Listing;
import io.winnow.selection.limit.Omitted;
import io.winnow.selection.limit.SizeLimits;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How images are spread over their predicted classes.
 *
 * @param counts images per class, by name; images without a predicted class are left out
 * @param omitted the classes that follow where a manifest would be too large with them, or null
 */
public record ClassBalance(SortedMap<String, Integer> counts, Omitted omitted) {

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
    Listing<Map.Entry<String, Integer>> listing =
        Listing.of(
            List.copyOf(counts.entrySet()),
            one -> SizeLimits.countWeight(one.getKey()),
            ClassBalance::line);
    SortedMap<String, Integer> listed = new TreeMap<>();
    listing.entries().forEach(one -> listed.put(one.getKey(), one.getValue()));
    return new ClassBalance(listed, listing.omitted());
  }

  /**
   * Adds the classes to the digest of a manifest.
   *
   * @param title first field of their lines
   */
  public void digestTo(CanonicalDigest digest, String title) {
    new Listing<>(List.copyOf(counts.entrySet()), omitted)
        .digestTo(digest, title, ClassBalance::line);
  }

  private static String[] line(Map.Entry<String, Integer> one) {
    return new String[] {CanonicalDigest.text(one.getKey()), Integer.toString(one.getValue())};
  }

  /**
   * Returns the Shannon entropy in nats, 0 for a single class; empty without any, and where classes
   * are left out.
   */
  public OptionalDouble entropy() {
    if (counts.isEmpty() || omitted != null) {
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
