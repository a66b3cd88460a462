package io.winnow.selection.query;

import io.winnow.selection.similarity.VectorTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds candidates that repeat what earlier rounds selected. */
final class EarlierSelections {

  private final List<RememberedImage> remembered;
  private final double cosine;

  /**
   * @param cosine from which a candidate is a repetition
   */
  EarlierSelections(List<RememberedImage> remembered, double cosine) {
    this.remembered = remembered;
    this.cosine = cosine;
  }

  /** The most similar earlier selection, the first of equally similar ones. */
  record Repetition(RememberedImage of, double cosine) {}

  /** Returns for every candidate what it repeats, or null. */
  List<Repetition> repeatedBy(List<QueryCandidate> candidates) {
    if (remembered.isEmpty()) {
      return Collections.nCopies(candidates.size(), null);
    }
    VectorTable table = new VectorTable(remembered.stream().map(RememberedImage::vector).toList());
    float[] dots = new float[table.size()];
    List<Repetition> repetitions = new ArrayList<>(candidates.size());
    for (QueryCandidate candidate : candidates) {
      table.dots(candidate.shortlisted().vector(), 0, dots.length, dots);
      int nearest = 0;
      for (int i = 1; i < dots.length; i++) {
        if (dots[i] > dots[nearest]) {
          nearest = i;
        }
      }
      repetitions.add(
          dots[nearest] >= cosine
              ? new Repetition(remembered.get(nearest), dots[nearest] + 0.0) // never -0.0
              : null);
    }
    return repetitions;
  }
}
