package io.winnow.selection.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Scoring;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuerySetSelectorTest {
  private static final SelectionPolicy TOP_TWO =
      SelectionPolicy.of(
          2, Scoring.of(Measure.PRECOMPUTED), new ResamplingPolicy("none", 1.5, 10, null, 0));

  @Test
  void shouldGoByTheLastScoreOfAnImageWhereverItComes() {
    QuerySetSelector selector = selector(Map.of("a", v(1), "b", v(1), "c", v(1), "d", v(1)));
    score(selector, "a", 9);
    score(selector, "b", 1);
    score(selector, "c", 2);
    score(selector, "d", 3);
    score(selector, "a", 0);
    assertThat(ids(selector.select())).containsExactly("d", "c");
    score(selector, "b", 8);
    assertThat(ids(selector.select())).containsExactly("b", "d");
  }

  @Test
  void shouldScaleVectorsAndCountWhatIsNotAsUsual() {
    QuerySetSelector selector =
        selector(Map.of("long", v(3), "zero", v(0), "unit", v(1.0001f), "unscored", v(1)));
    score(selector, "long", 3);
    score(selector, "zero", 2);
    score(selector, "unit", 1);
    score(selector, "nowhere", 4);
    QuerySet chosen = selector.select();
    assertThat(chosen.counts()).isEqualTo(new SelectionCounts(4, 3, 1, 0, 0, 1, 1, 1));
    assertThat(chosen.decisions()).hasSize(3);
    assertThat(chosen.diagnostics().nearestPairAfter()).hasValue(0);
  }

  @Test
  void shouldSelectAllWhenTheBudgetIsLarger() {
    QuerySetSelector selector = selector(Map.of("a", v(1)));
    assertThat(selector.select().decisions()).isEmpty();
    score(selector, "a", 1);
    assertThat(ids(selector.select())).containsExactly("a");
  }

  @Test
  void shouldNameTheImageOfABadVector() {
    QuerySetSelector selector = selector(Map.of("a", v(Float.NaN)));
    score(selector, "a", 1);
    assertThatThrownBy(selector::select)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("descriptor of image a: component 0 is NaN");
  }

  private static QuerySetSelector selector(Map<String, float[]> vectors) {
    return new QuerySetSelector(TOP_TWO, DescriptorSource.of(vectors));
  }

  private static float[] v(float first) {
    return new float[] {first, 0};
  }

  private static void score(QuerySetSelector selector, String imageId, double uncertainty) {
    selector.add(ImageScore.of(imageId, new PrecomputedUncertainty("own", uncertainty, true)));
  }

  private static List<String> ids(QuerySet chosen) {
    return chosen.selected().stream().map(CandidateDecision::imageId).toList();
  }
}
