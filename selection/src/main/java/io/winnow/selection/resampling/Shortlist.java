package io.winnow.selection.resampling;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The T'' most uncertain candidates of a round, in the order of {@link RankingOrder}.
 *
 * @param candidates with unique image ids and vectors of one length; may be empty
 */
public record Shortlist(List<ShortlistedCandidate> candidates) {
  /**
   * @throws IllegalArgumentException naming the image that is out of order, repeated or has a
   *     vector of another length
   */
  public Shortlist {
    candidates = List.copyOf(candidates);
    Set<String> seen = new HashSet<>(candidates.size() * 2);
    for (int i = 0; i < candidates.size(); i++) {
      ShortlistedCandidate candidate = candidates.get(i);
      if (!seen.add(candidate.imageId())) {
        throw new IllegalArgumentException(candidate.imageId() + " is shortlisted twice");
      }
      if (i > 0) {
        checkFollows(candidates.get(i - 1), candidate);
        checkLength(candidates.get(0), candidate);
      }
    }
  }

  public int size() {
    return candidates.size();
  }

  /** The descriptors in the order of the candidates. */
  public List<float[]> vectors() {
    return candidates.stream().map(ShortlistedCandidate::vector).toList();
  }

  private static void checkFollows(ShortlistedCandidate previous, ShortlistedCandidate candidate) {
    int order =
        RankingOrder.compare(
            previous.uncertainty(),
            previous.imageId(),
            candidate.uncertainty(),
            candidate.imageId());
    if (order > 0) {
      throw new IllegalArgumentException(
          candidate.imageId()
              + " ("
              + candidate.uncertainty()
              + ") is shortlisted after "
              + previous.imageId()
              + " ("
              + previous.uncertainty()
              + "): expected descending uncertainty, ties by ascending image id");
    }
  }

  private static void checkLength(ShortlistedCandidate first, ShortlistedCandidate candidate) {
    if (candidate.vector().length != first.vector().length) {
      throw new IllegalArgumentException(
          "vector of "
              + candidate.imageId()
              + " has "
              + candidate.vector().length
              + " entries, that of "
              + first.imageId()
              + " has "
              + first.vector().length);
    }
  }
}
