package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.resampling.NaiveBudgetedNms.Fate;
import io.winnow.selection.similarity.SimilarityEngine;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetedNmsTest {
  private static final Resampler NMS = new BudgetedNms(SimilarityEngine.shared());

  /** Shallow lists of neighbours run out in small cases; the default depth only in large ones. */
  @ParameterizedTest
  @CsvSource({
    "SCATTERED, 14, 1000, 16",
    "CLUSTERED, 14, 1000, 16",
    "TIED, 14, 1000, 16",
    "SCATTERED, 80, 60, 16",
    "CLUSTERED, 80, 120, 16",
    "TIED, 80, 200, 16",
    "SCATTERED, 260, 5, 2",
    "CLUSTERED, 260, 10, 2",
    "TIED, 260, 20, 2",
    "SCATTERED, 25, 1000, 1",
    "CLUSTERED, 25, 1000, 1",
    "TIED, 25, 1000, 1",
    "SCATTERED, 25, 1000, 2",
    "CLUSTERED, 25, 1000, 2",
    "TIED, 25, 1000, 2"
  })
  void shouldDecideLikeTheNaiveReference(
      Shortlists.Shape shape, int largestSize, int cases, int neighbourDepth) {
    Resampler resampler = new BudgetedNms(SimilarityEngine.shared(), neighbourDepth);
    SplittableRandom random = new SplittableRandom(20_240_601);
    for (int i = 0; i < cases; i++) {
      int size = random.nextInt(2, largestSize + 1);
      int budget = random.nextInt(1, size);
      Shortlist shortlist = Shortlists.random(random, shape, size, random.nextInt(1, 6));

      Resampling actual = resampler.resample(shortlist, budget);

      assertThat(actual.selected()).hasSize(budget);
      assertSame(shortlist, actual, new NaiveBudgetedNms(shortlist.vectors()).resample(budget));
    }
  }

  @Test
  void shouldKeepTheMoreUncertainOfTwoNearDuplicates() {
    Resampling resampling =
        NMS.resample(
            shortlist(new float[] {1f, 0f}, new float[] {0.8f, 0.6f}, new float[] {0f, 1f}), 2);

    assertThat(resampling.similarityThreshold()).hasValue(0.8f);
    assertThat(resampling.decisions())
        .containsExactly(
            new CandidateDecision(
                "a", 1, 9, true, Reason.of(ReasonCode.FIRST_OF_SHORTLIST), null, null),
            new CandidateDecision(
                "b", 2, 8, false, Reason.of(ReasonCode.SIMILAR, 1), "a", (double) 0.8f),
            new CandidateDecision(
                "c", 3, 7, true, Reason.of(ReasonCode.BELOW_THRESHOLD), null, null));
  }

  @Test
  void shouldFillTheBudgetByUncertaintyWhenAllVectorsAreEqual() {
    float[] same = {1f, 0f};
    Resampling resampling = NMS.resample(shortlist(same, same, same, same), 2);

    assertThat(resampling.selected())
        .extracting(CandidateDecision::imageId)
        .containsExactly("a", "b");
    assertThat(resampling.decisions())
        .extracting(CandidateDecision::why)
        .containsExactly(
            "first of the shortlist",
            "fills the budget, although 1.000 similar to a, selected as 1st",
            "1.000 similar to a, selected as 1st",
            "1.000 similar to a, selected as 1st");
  }

  @Test
  void shouldNameThePlaceInTheSelectionWhenEarlierCandidatesWereDropped() {
    // b goes because of a; d resembles c, third in the shortlist but second in the selection.
    Resampling resampling =
        NMS.resample(
            shortlist(
                new float[] {1f, 0f},
                new float[] {1f, 0f},
                new float[] {0f, 1f},
                new float[] {0f, 1f}),
            2);

    assertThat(resampling.decisions().get(3).why())
        .isEqualTo("1.000 similar to c, selected as 2nd");
  }

  private static void assertSame(
      Shortlist shortlist, Resampling actual, NaiveBudgetedNms.Outcome expected) {
    assertThat(actual.similarityThreshold()).hasValue(expected.threshold());
    for (int i = 0; i < shortlist.size(); i++) {
      CandidateDecision decision = actual.decisions().get(i);
      Fate fate = expected.fates().get(i);
      ShortlistedCandidate candidate = shortlist.candidates().get(i);
      assertThat(decision.imageId()).isEqualTo(candidate.imageId());
      assertThat(decision.rank()).isEqualTo(i + 1);
      assertThat(decision.uncertainty()).isEqualTo(candidate.uncertainty());
      assertThat(decision.selected()).isEqualTo(fate.selected());
      if (fate.similar() < 0) {
        assertThat(decision.similarTo()).isNull();
        assertThat(decision.cosine()).isNull();
      } else {
        String similarTo = shortlist.candidates().get(fate.similar()).imageId();
        assertThat(decision.similarTo()).isEqualTo(similarTo);
        assertThat(decision.cosine()).isEqualTo((double) fate.cosine());
        assertThat(decision.why()).contains("similar to " + similarTo + ", selected as");
        assertThat(decision.why().startsWith("fills the budget")).isEqualTo(fate.selected());
      }
    }
  }

  private static Shortlist shortlist(float[]... vectors) {
    List<String> ids = List.of("a", "b", "c", "d");
    return new Shortlist(
        IntStream.range(0, vectors.length)
            .mapToObj(i -> new ShortlistedCandidate(ids.get(i), 9 - i, vectors[i]))
            .toList());
  }
}
