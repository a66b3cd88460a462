package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.similarity.Cosine;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NaiveSelectionsTest {
  @ParameterizedTest
  @CsvSource({
    "paper-first-pivot, 40, 1000",
    "quota-nms, 40, 1000",
    "adaptive-nms, 40, 1000",
    "k-center, 40, 1000",
    "facility-location, 25, 1000",
    "quota-nms, 400, 20",
    "adaptive-nms, 700, 20",
    "k-center, 300, 20",
    "facility-location, 150, 10"
  })
  void shouldSelectWhatTheDefinitionSays(String name, int largestSize, int cases) {
    SplittableRandom random = new SplittableRandom(20_240_602);
    for (int i = 0; i < cases; i++) {
      Shortlists.Shape[] shapes = Shortlists.Shape.values();
      int size = random.nextInt(2, largestSize + 1);
      int budget = random.nextInt(1, size);
      Shortlist shortlist =
          Shortlists.random(random, shapes[i % shapes.length], size, random.nextInt(1, 8));
      float threshold = (float) random.nextDouble(0.3, 1);

      Resampling actual =
          Resamplers.named(name, new ResamplerSettings(i, threshold)).resample(shortlist, budget);

      TreeSet<Integer> expected =
          new NaiveSelections(shortlist.vectors(), budget).of(name, threshold);
      assertThat(actual.selected())
          .extracting(decision -> decision.rank() - 1)
          .containsExactlyElementsOf(expected);
      if (name.equals(Resamplers.K_CENTER) || name.equals(Resamplers.FACILITY_LOCATION)) {
        assertNearestSelected(shortlist, actual, expected);
      }
    }
  }

  private static void assertNearestSelected(
      Shortlist shortlist, Resampling actual, TreeSet<Integer> selected) {
    List<float[]> vectors = shortlist.vectors();
    for (CandidateDecision decision : actual.decisions()) {
      if (!decision.selected()) {
        int position = decision.rank() - 1;
        int nearest = selected.first();
        for (int other : selected) {
          if (Cosine.dot(vectors.get(position), vectors.get(other))
              > Cosine.dot(vectors.get(position), vectors.get(nearest))) {
            nearest = other;
          }
        }
        assertThat(decision.similarTo()).isEqualTo(shortlist.candidates().get(nearest).imageId());
      }
    }
  }
}
