package io.winnow.selection.resampling;

import io.winnow.selection.similarity.Cosine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The definition of {@code budgeted-nms} word by word, for small shortlists. */
final class NaiveBudgetedNms {
  /** What became of a candidate; {@code similar} is -1 for a survivor. */
  record Fate(boolean selected, int similar, float cosine) {}

  record Outcome(float threshold, List<Fate> fates) {}

  private final float[][] cosines;

  NaiveBudgetedNms(List<float[]> vectors) {
    int size = vectors.size();
    cosines = new float[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        cosines[i][j] = Cosine.dot(vectors.get(i), vectors.get(j)) + 0f;
      }
    }
  }

  Outcome resample(int budget) {
    for (float threshold : descendingCosines()) {
      List<Integer> survivors = walk(threshold);
      if (survivors.size() <= budget) {
        return new Outcome(threshold, fates(survivors, budget));
      }
    }
    throw new AssertionError("at the smallest cosine only the first survives");
  }

  private NavigableSet<Float> descendingCosines() {
    NavigableSet<Float> distinct = new TreeSet<>(Collections.reverseOrder());
    for (int i = 0; i < cosines.length; i++) {
      for (int j = 0; j < i; j++) {
        distinct.add(cosines[i][j]);
      }
    }
    return distinct;
  }

  private List<Integer> walk(float threshold) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < cosines.length; i++) {
      int candidate = i;
      if (kept.stream().noneMatch(k -> cosines[candidate][k] >= threshold)) {
        kept.add(i);
      }
    }
    return kept;
  }

  private List<Fate> fates(List<Integer> survivors, int budget) {
    List<Fate> fates = new ArrayList<>();
    int backfill = budget - survivors.size();
    for (int i = 0; i < cosines.length; i++) {
      if (survivors.contains(i)) {
        fates.add(new Fate(true, -1, 0f));
        continue;
      }
      int nearest = -1;
      for (int survivor : survivors) {
        if (survivor < i && (nearest < 0 || cosines[i][survivor] > cosines[i][nearest])) {
          nearest = survivor;
        }
      }
      fates.add(new Fate(backfill-- > 0, nearest, cosines[i][nearest]));
    }
    return fates;
  }
}
