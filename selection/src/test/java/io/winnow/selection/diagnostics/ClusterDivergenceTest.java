package io.winnow.selection.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.resampling.ShortlistedCandidate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterDivergenceTest {

  @Test
  void shouldBeZeroWhenEverythingIsSelected() {
    assertThat(new ClusterDivergence(axes(8)).of(List.of(0, 1, 2, 3, 4, 5, 6, 7)))
        .hasValueCloseTo(0.0, within(1e-15));
  }

  @Test
  void shouldBeTheFormulaWhenClustersAreApart() {
    // 16 clusters of one image each; one image of them is selected
    double p = 1.0 / 16;
    double chosen = 0.99 + 0.01 * p;
    double other = 0.01 * p;
    double expected = p * Math.log(p / chosen) + 15 * p * Math.log(p / other);

    assertThat(new ClusterDivergence(axes(16)).of(List.of(3)).getAsDouble())
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void shouldGrowWhenASelectionLeavesClustersOut() {
    ClusterDivergence divergence = new ClusterDivergence(axes(16));

    assertThat(divergence.of(List.of(0, 1)).getAsDouble())
        .isGreaterThan(divergence.of(List.of(0, 1, 2, 3, 4, 5, 6, 7)).getAsDouble());
  }

  @Test
  void shouldBeEmptyForAnEmptySelectionAndRefuseAForeignPosition() {
    assertThat(new ClusterDivergence(axes(0)).of(List.of())).isEmpty();
    assertThatThrownBy(() -> new ClusterDivergence(axes(2)).of(List.of(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Images at right angles to each other. */
  private static Shortlist axes(int size) {
    List<ShortlistedCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      float[] vector = new float[16];
      vector[i] = 1;
      candidates.add(new ShortlistedCandidate("image-" + i, size - i, vector));
    }
    return new Shortlist(candidates);
  }
}
