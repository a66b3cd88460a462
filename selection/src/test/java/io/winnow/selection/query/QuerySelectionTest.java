package io.winnow.selection.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.RoundMemory;
import io.winnow.selection.query.LimitOutcome.Effect;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Resamplers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class QuerySelectionTest {

  static final List<String> RESAMPLERS = Resamplers.NAMES;

  private static final RoundMemory NO_MEMORY = new RoundMemory(0, 1);

  @ParameterizedTest
  @FieldSource("RESAMPLERS")
  void shouldSelectAllAndSaySoWhenTheBudgetExceedsThePool(String resampler) {
    List<QueryCandidate> ranking = equalImages(3);

    Query query = choose(settings(resampler, 5, List.of(), false, NO_MEMORY), ranking);

    assertThat(query.decisions()).hasSize(3).allMatch(CandidateDecision::selected);
  }

  @ParameterizedTest
  @FieldSource("RESAMPLERS")
  void shouldFillTheBudgetWhenAllScoresAndVectorsAreEqual(String resampler) {
    Query query = choose(settings(resampler, 4, List.of(), false, NO_MEMORY), equalImages(100));

    assertThat(query.selected()).hasSize(4);
    if (resampler.equals(Resamplers.ADAPTIVE_NMS)) {
      assertThat(query.decisions()).as("searched as deep as it may").hasSize(40);
    }
  }

  @ParameterizedTest
  @FieldSource("RESAMPLERS")
  void shouldLookAtTheWholePoolWhenTheShortlistExceedsIt(String resampler) {
    ResamplingPolicy resampling = new ResamplingPolicy(resampler, 1e6, 1e6, null, 7);
    QuerySettings settings = new QuerySettings(3, resampling, List.of(), false, NO_MEMORY);

    Query query = choose(settings, equalImages(9));

    assertThat(query.decisions()).hasSize(9);
    assertThat(query.selected()).hasSize(3);
  }

  @Test
  void shouldSelectNothingOfAnEmptyPool() {
    Query query = choose(settings("budgeted-nms", 4, List.of(), false, NO_MEMORY), List.of());

    assertThat(query.decisions()).isEmpty();
  }

  @Test
  void shouldSelectFewerAndNameTheLimitWhenItCannotBeSatisfied() {
    SelectionLimit limit = new SelectionLimit("class", null, 0, 2);

    Query query = choose(settings("none", 5, List.of(limit), false, NO_MEMORY), equalImages(7));

    assertThat(query.selected()).hasSize(2);
    assertThat(query.decisions())
        .filteredOn(decision -> !decision.selected())
        .hasSize(5)
        .allMatch(decision -> decision.why().equals("limit: at most 2 of class car"));
    assertThat(query.limits()).containsExactly(new LimitOutcome(limit, "car", Effect.WITHHELD, 5));
  }

  @Test
  void shouldLetTheLastLimitGiveWayFirstWhenThePolicyAllowsIt() {
    SelectionLimit first = new SelectionLimit("attribute:site", "A", 0, 4);
    SelectionLimit last = new SelectionLimit("class", null, 0, 2);

    Query query =
        choose(settings("none", 4, List.of(first, last), true, NO_MEMORY), equalImages(7));

    assertThat(query.selected()).hasSize(4);
    assertThat(query.selected().get(3).why())
        .isEqualTo("fills the budget beyond the limit: at most 2 of class car");
    assertThat(query.limits())
        .contains(new LimitOutcome(last, "car", Effect.RELAXED, 2))
        .noneMatch(o -> o.limit().equals(first) && o.effect() == Effect.RELAXED);
  }

  @Test
  void shouldSayHowManyAreMissingFromAMinimum() {
    SelectionLimit limit = new SelectionLimit("class", "bus", 2, null);

    Query query = choose(settings("none", 3, List.of(limit), false, NO_MEMORY), equalImages(9));

    assertThat(query.selected()).hasSize(3);
    assertThat(query.decisions()).as("searched as deep as it may").hasSize(9);
    assertThat(query.limits()).containsExactly(new LimitOutcome(limit, "bus", Effect.UNMET, 2));
  }

  @Test
  void shouldLookDeeperForAMinimumAndSayWhoGaveWay() {
    List<QueryCandidate> ranking = equalImages(9);
    ranking.add(Rankings.candidate("image-9", 0, new float[] {0, 1}, "bus", "A"));
    SelectionLimit limit = new SelectionLimit("class", "bus", 1, null);

    Query query = choose(settings("none", 3, List.of(limit), false, NO_MEMORY), ranking);

    assertThat(query.selected())
        .extracting(CandidateDecision::imageId)
        .containsExactly("image-0", "image-1", "image-9");
    assertThat(query.selected().get(2).why()).isEqualTo("for the limit: at least 1 of class bus");
    assertThat(query.decisions().get(2).why())
        .isEqualTo("gave way to the limit: at least 1 of class bus");
  }

  @Test
  void shouldLookDeeperForWhatAnEarlierRoundTookAway() {
    List<QueryCandidate> ranking = equalImages(9);
    ranking.add(Rankings.candidate("image-9", 0, new float[] {0, 1}, "bus", "A"));
    List<RememberedImage> remembered = List.of(new RememberedImage("old", 3, new float[] {1, 0}));

    Query query =
        QuerySelection.choose(
            settings("budgeted-nms", 2, List.of(), false, new RoundMemory(2, 0.9)),
            ranking,
            remembered);

    assertThat(query.selected()).extracting(CandidateDecision::imageId).containsExactly("image-9");
    assertThat(query.repeated()).isEqualTo(9);
    assertThat(query.decisions().get(0).why())
        .isEqualTo("1.000 similar to old, selected in round 3");
  }

  @Test
  void shouldLookNoDeeperThanThePolicyAllows() {
    SelectionLimit limit = new SelectionLimit("class", null, 0, 1);

    Query query = choose(settings("none", 5, List.of(limit), false, NO_MEMORY), equalImages(200));

    assertThat(query.decisions()).hasSize(50);
    assertThat(query.selected()).hasSize(1);
  }

  private static Query choose(QuerySettings settings, List<QueryCandidate> ranking) {
    return QuerySelection.choose(settings, ranking, List.of());
  }

  private static QuerySettings settings(
      String resampler,
      int budget,
      List<SelectionLimit> limits,
      boolean relax,
      RoundMemory memory) {
    return new QuerySettings(
        budget, new ResamplingPolicy(resampler, 1.2, 10, null, 7), limits, relax, memory);
  }

  /** Cars at site A that differ by nothing but their ids. */
  private static List<QueryCandidate> equalImages(int size) {
    List<QueryCandidate> ranking = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String imageId = String.format(size > 10 ? "image-%03d" : "image-%d", i);
      ranking.add(Rankings.candidate(imageId, 0.5, new float[] {1, 0}, "car", "A"));
    }
    return ranking;
  }
}
