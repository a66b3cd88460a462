package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.similarity.Cosine;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GistTest {
  private static final double EPSILON = 0.2;

  @Test
  void shouldSelectWhatTheDefinitionSays() {
    SplittableRandom random = new SplittableRandom(20_240_603);
    for (int i = 0; i < 1_000; i++) {
      Shortlists.Shape shape = i % 2 == 0 ? Shortlists.Shape.SCATTERED : Shortlists.Shape.CLUSTERED;
      int size = random.nextInt(2, 40);
      int budget = random.nextInt(1, size);
      Shortlist shortlist = Shortlists.random(random, shape, size, random.nextInt(2, 8));

      Resampling actual =
          Resamplers.named("gist", ResamplerSettings.seeded(0)).resample(shortlist, budget);

      assertThat(actual.selected())
          .extracting(decision -> decision.rank() - 1)
          .containsExactlyElementsOf(naive(shortlist, budget));
    }
  }

  private static TreeSet<Integer> naive(Shortlist shortlist, int budget) {
    List<float[]> vectors = shortlist.vectors();
    int size = vectors.size();
    int[] pair = {0, 1};
    for (int i = 1; i < size; i++) {
      for (int j = 0; j < i; j++) {
        if (cosine(vectors, i, j) < cosine(vectors, pair[0], pair[1])) {
          pair = new int[] {j, i};
        }
      }
    }
    double diameter = distance(cosine(vectors, pair[0], pair[1]));
    TreeSet<Integer> best = independent(vectors, budget, Float.POSITIVE_INFINITY);
    for (double factor = 1; factor <= 2 / EPSILON; factor *= 1 + EPSILON) {
      double distance = factor * EPSILON * diameter / 2;
      TreeSet<Integer> set =
          independent(vectors, budget, Math.nextUp((float) (1 - distance * distance / 2)));
      if (value(shortlist, set, budget, diameter) >= value(shortlist, best, budget, diameter)) {
        best = set;
      }
    }
    TreeSet<Integer> ends = new TreeSet<>(List.of(pair[0], pair[1]));
    if (budget >= 2
        && value(shortlist, ends, budget, diameter) > value(shortlist, best, budget, diameter)) {
      best = ends;
    }
    for (int i = 0; best.size() < budget; i++) {
      best.add(i);
    }
    return best;
  }

  private static TreeSet<Integer> independent(List<float[]> vectors, int budget, float threshold) {
    TreeSet<Integer> kept = new TreeSet<>();
    for (int i = 0; i < vectors.size() && kept.size() < budget; i++) {
      int candidate = i;
      if (kept.stream().noneMatch(k -> cosine(vectors, candidate, k) >= threshold)) {
        kept.add(i);
      }
    }
    return kept;
  }

  private static double value(
      Shortlist shortlist, TreeSet<Integer> set, int budget, double diameter) {
    List<ShortlistedCandidate> candidates = shortlist.candidates();
    double highest = candidates.get(0).uncertainty() / 2;
    double lowest = candidates.get(candidates.size() - 1).uncertainty() / 2;
    double sum = 0;
    float nearest = Float.NEGATIVE_INFINITY;
    for (int i : set) {
      sum += (candidates.get(i).uncertainty() / 2 - lowest) / (highest - lowest) / budget;
      for (int j : set.headSet(i)) {
        nearest = Math.max(nearest, cosine(shortlist.vectors(), i, j));
      }
    }
    return sum + (set.size() < 2 ? diameter : distance(nearest));
  }

  private static float cosine(List<float[]> vectors, int i, int j) {
    return Cosine.dot(vectors.get(i), vectors.get(j));
  }

  private static double distance(float cosine) {
    return Math.sqrt(Math.max(0, 2 - 2.0 * cosine));
  }
}
