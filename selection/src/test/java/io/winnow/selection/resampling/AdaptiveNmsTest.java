package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptiveNmsTest {
  private static final float[] EAST = {1f, 0f};
  private static final float[] NORTH = {0f, 1f};
  private static final float[] WEST = {-1f, 0f};
  private static final Resampler NMS =
      Resamplers.named("adaptive-nms", new ResamplerSettings(0, 0.9));

  @Test
  void shouldStopWhenTheBudgetIsFull() {
    Resampling resampling = NMS.resample(shortlist(EAST, EAST, NORTH, WEST, WEST), 2);

    assertThat(resampling.wantsMore()).isFalse();
    assertThat(resampling.similarityThreshold()).hasValue(0.9f);
    assertThat(resampling.decisions())
        .extracting(CandidateDecision::why)
        .containsExactly(
            "first of the shortlist",
            "1.000 similar to a, selected as 1st",
            "below the similarity threshold to every image kept before it",
            "not reached: the budget was full at rank 3",
            "not reached: the budget was full at rank 3");
  }

  @Test
  void shouldFillTheBudgetAndWantMoreWhenTheShortlistEndsBefore() {
    Resampling resampling = NMS.resample(shortlist(EAST, EAST, EAST, NORTH), 3);

    assertThat(resampling.wantsMore()).isTrue();
    assertThat(resampling.selected())
        .extracting(CandidateDecision::imageId)
        .containsExactly("a", "b", "d");
    assertThat(resampling.decisions().get(1).why())
        .isEqualTo("fills the budget, although 1.000 similar to a, selected as 1st");
  }

  @Test
  void shouldWantMoreWhenTheShortlistIsNoLargerThanTheBudgetButRepeatsItself() {
    assertThat(NMS.resample(shortlist(EAST, EAST), 2).wantsMore()).isTrue();
    assertThat(NMS.resample(shortlist(EAST, NORTH), 2).wantsMore()).isFalse();
    assertThat(NMS.resample(shortlist(EAST, NORTH), 3).wantsMore()).isTrue();
  }

  @Test
  void shouldRefuseAThresholdThatIsNoCosine() {
    for (double threshold : new double[] {1.1, -1.1, Double.NaN}) {
      assertThatThrownBy(() -> new ResamplerSettings(0, threshold))
          .hasMessage("similarityThreshold is " + threshold + ", expected within -1..1");
    }
  }

  private static Shortlist shortlist(float[]... vectors) {
    List<ShortlistedCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      candidates.add(new ShortlistedCandidate(Character.toString('a' + i), 9 - i, vectors[i]));
    }
    return new Shortlist(candidates);
  }
}
