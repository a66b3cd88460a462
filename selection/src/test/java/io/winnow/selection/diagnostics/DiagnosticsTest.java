package io.winnow.selection.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.resampling.ShortlistedCandidate;
import io.winnow.selection.similarity.Cosine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {
  private static final Shortlist FOUR =
      shortlist(
          List.of(
              new float[] {1f, 0f},
              new float[] {0.96f, 0.28f},
              new float[] {0.8f, 0.6f},
              new float[] {-1f, 0f}));

  @Test
  void shouldCountWhatIsSelectedOrWithinDelta() {
    assertThat(Coverage.of(FOUR, Set.of(0), Coverage.DEFAULT_DELTA)).isEqualTo(0.5);
    assertThat(Coverage.of(FOUR, Set.of(0), 0.8f)).isEqualTo(0.75);
    assertThat(Coverage.of(FOUR, Set.of(0, 3), 0.8f)).isEqualTo(1.0);
    assertThat(Coverage.of(FOUR, Set.of(), -1.0)).isZero();
  }

  @Test
  void shouldLeaveNothingUncoveredWhenTheShortlistIsEmpty() {
    assertThat(Coverage.of(new Shortlist(List.of()), Set.of(), 0.9)).isEqualTo(1.0);
  }

  @Test
  void shouldFindTheNearestPair() {
    assertThat(NearestPair.of(FOUR, Set.of(0, 2, 3))).hasValue(0.8f);
    assertThat(NearestPair.of(FOUR, Set.of(0, 3))).hasValue(-1.0);
  }

  @Test
  void shouldHaveNoNearestPairWhenFewerThanTwoAreSelected() {
    assertThat(NearestPair.of(FOUR, Set.of())).isEmpty();
    assertThat(NearestPair.of(FOUR, List.of(2, 2))).isEmpty();
  }

  @Test
  void shouldRefusePositionsAndDeltasOutOfRange() {
    assertThatThrownBy(() -> NearestPair.of(FOUR, Set.of(4)))
        .hasMessage("position 4 is outside a shortlist of 4");
    assertThatThrownBy(() -> Coverage.of(FOUR, Set.of(-1), 0.9))
        .hasMessage("position -1 is outside a shortlist of 4");
    assertThatThrownBy(() -> Coverage.of(FOUR, Set.of(0), Double.NaN))
        .hasMessage("delta is NaN, expected within [-1, 1]");
  }

  @Property(tries = 200)
  void shouldAgreeWithNaiveLoops(
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @DoubleRange(min = -1, max = 1) double delta,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> vectors = new ArrayList<>();
    List<Integer> selected = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double angle = random.nextDouble(2 * Math.PI);
      vectors.add(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
      if (random.nextInt(8) == 0) {
        selected.add(i);
      }
    }
    Shortlist shortlist = shortlist(vectors);

    assertThat(Coverage.of(shortlist, selected, delta))
        .isEqualTo(naiveCoverage(vectors, selected, delta));
    assertThat(NearestPair.of(shortlist, selected)).isEqualTo(naivePair(vectors, selected));
  }

  private static double naiveCoverage(List<float[]> vectors, List<Integer> selected, double delta) {
    int covered = 0;
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = vectors.get(i);
      boolean near = selected.stream().anyMatch(s -> Cosine.dot(vector, vectors.get(s)) >= delta);
      if (near || selected.contains(i)) {
        covered++;
      }
    }
    return (double) covered / vectors.size();
  }

  private static OptionalDouble naivePair(List<float[]> vectors, List<Integer> selected) {
    return selected.stream()
        .flatMap(i -> selected.stream().filter(j -> j < i).map(j -> List.of(i, j)))
        .mapToDouble(pair -> Cosine.dot(vectors.get(pair.get(0)), vectors.get(pair.get(1))) + 0.0)
        .max();
  }

  private static Shortlist shortlist(List<float[]> vectors) {
    List<ShortlistedCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      candidates.add(new ShortlistedCandidate("img-" + i, -i, vectors.get(i)));
    }
    return new Shortlist(candidates);
  }
}
