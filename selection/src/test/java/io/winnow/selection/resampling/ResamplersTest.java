package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.similarity.Cosine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplersTest {
  @Property
  void shouldFillTheBudgetExactlyInShortlistOrder(
      @ForAll("names") String name,
      @ForAll("shortlists") Shortlist shortlist,
      @ForAll @IntRange(min = 1, max = 45) int budget) {
    Resampling resampling = Resamplers.named(name, 7).resample(shortlist, budget);

    assertThat(resampling.selected()).hasSize(Math.min(budget, shortlist.size()));
    assertThat(resampling.decisions())
        .extracting(CandidateDecision::imageId)
        .containsExactlyElementsOf(
            shortlist.candidates().stream().map(ShortlistedCandidate::imageId).toList());
    assertThat(resampling.decisions())
        .extracting(CandidateDecision::rank)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Property
  void shouldGiveReasonsThatHoldWhenRecomputed(
      @ForAll("names") String name,
      @ForAll("shortlists") Shortlist shortlist,
      @ForAll @IntRange(min = 1, max = 45) int budget) {
    Resampling resampling = Resamplers.named(name, 7).resample(shortlist, budget);
    Map<String, ShortlistedCandidate> byId =
        shortlist.candidates().stream()
            .collect(Collectors.toMap(ShortlistedCandidate::imageId, c -> c));
    List<String> selected = resampling.selected().stream().map(CandidateDecision::imageId).toList();

    for (CandidateDecision decision : resampling.decisions()) {
      if (decision.similarTo() != null) {
        float[] vector = byId.get(decision.imageId()).vector();
        float cosine = Cosine.dot(vector, byId.get(decision.similarTo()).vector());
        assertThat(decision.cosine()).isEqualTo(cosine + 0.0);
        assertThat(decision.cosine())
            .isGreaterThanOrEqualTo(resampling.similarityThreshold().orElseThrow());
        assertThat(selected).contains(decision.similarTo());
      }
    }
  }

  @Property
  void shouldNotDependOnTheOrderOfArrival(
      @ForAll("names") String name,
      @ForAll("shortlists") Shortlist shortlist,
      @ForAll @IntRange(min = 1, max = 45) int budget,
      @ForAll long order) {
    List<ShortlistedCandidate> arrived = new ArrayList<>(shortlist.candidates());
    Collections.shuffle(arrived, new Random(order));
    Resampler resampler = Resamplers.named(name, 7);

    assertThat(resampler.resample(Shortlists.sorted(arrived), budget))
        .isEqualTo(resampler.resample(shortlist, budget));
  }

  @Property
  void shouldSelectAllWhenTheShortlistIsAsLargeAsTheBudget(
      @ForAll("names") String name, @ForAll("shortlists") Shortlist shortlist) {
    Resampling resampling =
        Resamplers.named(name, 7).resample(shortlist, Math.max(1, shortlist.size()));

    assertThat(resampling.decisions()).allMatch(CandidateDecision::selected);
    assertThat(resampling.similarityThreshold()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "random", "budgeted-nms"})
  void shouldAnswerToItsNameAndRefuseABudgetBelowOne(String name) {
    Resampler resampler = Resamplers.named(name, 0);

    assertThat(resampler.name()).isEqualTo(name);
    for (int budget : new int[] {0, -3}) {
      assertThatThrownBy(() -> resampler.resample(new Shortlist(List.of()), budget))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("budget is " + budget + ", expected at least 1");
    }
  }

  @Test
  void shouldListTheResamplersWhenTheNameIsUnknown() {
    assertThatThrownBy(() -> Resamplers.named("nms", 0))
        .hasMessage("unknown resampler 'nms', expected one of none, random, budgeted-nms");
  }

  @Test
  void shouldTakeTheMostUncertainWhenNothingIsResampled() {
    Shortlist shortlist =
        Shortlists.random(new SplittableRandom(1), Shortlists.Shape.SCATTERED, 10, 3);

    assertThat(Resamplers.named("none", 0).resample(shortlist, 4).selected())
        .extracting(CandidateDecision::rank)
        .containsExactly(1, 2, 3, 4);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("none", "random", "budgeted-nms");
  }

  @Provide
  Arbitrary<Shortlist> shortlists() {
    return Arbitraries.longs()
        .map(
            seed -> {
              SplittableRandom random = new SplittableRandom(seed);
              Shortlists.Shape[] shapes = Shortlists.Shape.values();
              Shortlists.Shape shape = shapes[random.nextInt(shapes.length)];
              return Shortlists.random(random, shape, random.nextInt(40), random.nextInt(1, 8));
            });
  }
}
