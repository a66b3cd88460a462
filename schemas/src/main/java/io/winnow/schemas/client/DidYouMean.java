package io.winnow.schemas.client;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the names that a mistyped one may stand for. */
public final class DidYouMean {

  private static final int AT_MOST = 3;

  private DidYouMean() {}

  /**
   * The nearest names by edit distance, whatever their case, nearest first; none if all are far
   * off.
   */
  public static List<String> of(String name, Collection<String> known) {
    int farthest = Math.max(2, name.length() / 3);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= farthest)
        .sorted(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(AT_MOST)
        .collect(Collectors.toList());
  }

  /** What to say after an unknown name: the nearest ones, or all where none is near. */
  public static String hint(String name, Collection<String> known) {
    List<String> near = of(name, known);
    return near.isEmpty()
        ? "known: " + String.join(", ", known)
        : "did you mean " + String.join(", ", near) + "?";
  }

  /** Levenshtein distance of the names in lower case. */
  private static int distance(String one, String other) {
    String from = one.toLowerCase(Locale.ROOT);
    String to = other.toLowerCase(Locale.ROOT);
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
