package io.winnow.selection.resampling;

import io.winnow.selection.similarity.Cosine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Definitions of resamplers word by word, over the matrix of all cosines, for small shortlists. */
final class NaiveSelections {
  private final int size;
  private final int budget;
  private final float[][] cosines;

  NaiveSelections(List<float[]> vectors, int budget) {
    size = vectors.size();
    this.budget = budget;
    cosines = new float[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        cosines[i][j] = Cosine.dot(vectors.get(i), vectors.get(j)) + 0f;
      }
    }
  }

  /** Positions of the selected, ascending. */
  TreeSet<Integer> of(String resampler, float threshold) {
    TreeSet<Integer> selected =
        switch (resampler) {
          case Resamplers.PAPER_FIRST_PIVOT -> firstPivot();
          case Resamplers.QUOTA_NMS -> quotaNms();
          case Resamplers.ADAPTIVE_NMS -> adaptiveNms(threshold);
          case Resamplers.K_CENTER -> kCenter();
          case Resamplers.FACILITY_LOCATION -> facilityLocation();
          default -> throw new AssertionError(resampler);
        };
    for (int i = 0; selected.size() < budget; i++) {
      selected.add(i);
    }
    return selected;
  }

  private TreeSet<Integer> firstPivot() {
    List<Integer> rest = new ArrayList<>(IntStream.range(1, size).boxed().toList());
    rest.removeAll(nearestTenth(0, rest));
    TreeSet<Integer> selected = new TreeSet<>(rest.subList(0, Math.min(budget - 1, rest.size())));
    selected.add(0);
    return selected;
  }

  private TreeSet<Integer> quotaNms() {
    List<Integer> rest = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    TreeSet<Integer> selected = new TreeSet<>();
    while (!rest.isEmpty() && selected.size() < budget) {
      int pivot = rest.remove(0);
      selected.add(pivot);
      rest.removeAll(nearestTenth(pivot, rest));
    }
    return selected;
  }

  private List<Integer> nearestTenth(int pivot, List<Integer> rest) {
    return rest.stream()
        .sorted(
            Comparator.comparing((Integer i) -> -cosines[i][pivot])
                .thenComparing(Comparator.naturalOrder()))
        .limit(rest.size() / 10)
        .toList();
  }

  private TreeSet<Integer> adaptiveNms(float threshold) {
    TreeSet<Integer> selected = new TreeSet<>();
    for (int i = 0; i < size && selected.size() < budget; i++) {
      int candidate = i;
      if (selected.stream().noneMatch(kept -> cosines[candidate][kept] >= threshold)) {
        selected.add(i);
      }
    }
    return selected;
  }

  private TreeSet<Integer> kCenter() {
    TreeSet<Integer> selected = new TreeSet<>(List.of(0));
    while (selected.size() < budget) {
      int farthest = -1;
      float farthestCosine = 0;
      for (int i = 0; i < size; i++) {
        if (!selected.contains(i)) {
          float largest = Float.NEGATIVE_INFINITY;
          for (int centre : selected) {
            largest = Math.max(largest, cosines[i][centre]);
          }
          if (farthest < 0 || largest < farthestCosine) {
            farthest = i;
            farthestCosine = largest;
          }
        }
      }
      selected.add(farthest);
    }
    return selected;
  }

  private TreeSet<Integer> facilityLocation() {
    TreeSet<Integer> selected = new TreeSet<>();
    float[] represented = new float[size];
    while (selected.size() < budget) {
      int best = -1;
      double bestGain = 0;
      for (int i = 0; i < size; i++) {
        double gain = 0;
        for (int j = 0; j < size; j++) {
          gain += Math.max(0f, cosines[i][j] - represented[j]);
        }
        if (!selected.contains(i) && (best < 0 || gain > bestGain)) {
          best = i;
          bestGain = gain;
        }
      }
      selected.add(best);
      for (int j = 0; j < size; j++) {
        represented[j] = Math.max(represented[j], cosines[best][j]);
      }
    }
    return selected;
  }
}
