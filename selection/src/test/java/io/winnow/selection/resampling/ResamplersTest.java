package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.digest.Digests;
import io.winnow.selection.similarity.Cosine;
import io.winnow.selection.similarity.SimilarityEngine;
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
import org.junit.jupiter.params.provider.FieldSource;

class ResamplersTest {
  private static final ResamplerSettings SETTINGS = ResamplerSettings.seeded(7);

  @Property
  void shouldFillTheBudgetExactlyInShortlistOrder(
      @ForAll("names") String name,
      @ForAll("shortlists") Shortlist shortlist,
      @ForAll @IntRange(min = 1, max = 45) int budget) {
    Resampling resampling = resampler(name).resample(shortlist, budget);

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
    Resampling resampling = resampler(name).resample(shortlist, budget);
    Map<String, ShortlistedCandidate> byId =
        shortlist.candidates().stream()
            .collect(Collectors.toMap(ShortlistedCandidate::imageId, c -> c));
    List<String> selected = resampling.selected().stream().map(CandidateDecision::imageId).toList();

    for (CandidateDecision decision : resampling.decisions()) {
      if (decision.similarTo() != null) {
        float[] vector = byId.get(decision.imageId()).vector();
        float cosine = Cosine.dot(vector, byId.get(decision.similarTo()).vector());
        assertThat(decision.cosine()).isEqualTo(cosine + 0.0);
        if (resampling.similarityThreshold().isPresent()) {
          assertThat(decision.cosine())
              .isGreaterThanOrEqualTo(resampling.similarityThreshold().getAsDouble());
        }
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
    Resampler resampler = resampler(name);

    assertThat(resampler.resample(Shortlists.sorted(arrived), budget))
        .isEqualTo(resampler.resample(shortlist, budget));
  }

  @Property
  void shouldSelectAllWhenTheShortlistIsAsLargeAsTheBudget(
      @ForAll("names") String name, @ForAll("shortlists") Shortlist shortlist) {
    Resampling resampling = resampler(name).resample(shortlist, Math.max(1, shortlist.size()));

    assertThat(resampling.decisions()).allMatch(CandidateDecision::selected);
    if (!name.equals(Resamplers.ADAPTIVE_NMS)) {
      String reason =
          "all "
              + shortlist.size()
              + " candidates fit the budget of "
              + Math.max(1, shortlist.size());
      assertThat(resampling.decisions()).allMatch(decision -> decision.why().equals(reason));
      assertThat(resampling.similarityThreshold()).isEmpty();
      assertThat(resampling.wantsMore()).isFalse();
    }
  }

  @ParameterizedTest
  @FieldSource("io.winnow.selection.resampling.Resamplers#NAMES")
  void shouldAnswerToItsNameAndRefuseABudgetBelowOne(String name) {
    Resampler resampler = resampler(name);

    assertThat(resampler.name()).isEqualTo(name);
    for (int budget : new int[] {0, -3}) {
      assertThatThrownBy(() -> resampler.resample(new Shortlist(List.of()), budget))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("budget is " + budget + ", expected at least 1");
    }
  }

  @Test
  void shouldListTheResamplersWhenTheNameIsUnknown() {
    assertThatThrownBy(() -> resampler("nms"))
        .hasMessage(
            "unknown resampler 'nms', expected one of none, random, paper-first-pivot, quota-nms,"
                + " budgeted-nms, adaptive-nms, k-center, kmeans++, gist, facility-location");
  }

  @Test
  void shouldTakeTheMostUncertainWhenNothingIsResampled() {
    Shortlist shortlist =
        Shortlists.random(new SplittableRandom(1), Shortlists.Shape.SCATTERED, 10, 3);

    assertThat(resampler("none").resample(shortlist, 4).selected())
        .extracting(CandidateDecision::rank)
        .containsExactly(1, 2, 3, 4);
  }

  /** Lanes are pairs, threads are rows: neither shows in a decision, a reason or a threshold. */
  @Property(tries = 400)
  void shouldDecideTheSameOnEveryKernel(
      @ForAll("names") String name,
      @ForAll("largerShortlists") Shortlist shortlist,
      @ForAll @IntRange(min = 1, max = 300) int budget) {
    Resampler simd = Resamplers.named(name, SETTINGS, SimilarityEngine.shared());
    Resampler plain = Resamplers.named(name, SETTINGS, SimilarityEngine.plain());

    Resampling expected = plain.resample(shortlist, budget);

    assertThat(simd.resample(shortlist, budget)).isEqualTo(expected);
    assertThat(Digests.shortlist(simd.resample(shortlist, budget).decisions()))
        .isEqualTo(Digests.shortlist(expected.decisions()));
  }

  /** Scores and vectors that differ in nothing leave the order of the ids. */
  @ParameterizedTest
  @FieldSource("io.winnow.selection.resampling.Resamplers#NAMES")
  void shouldSelectExactlyTheBudgetWhenEverythingTiesOrVectorsAreZero(String name) {
    for (float entry : new float[] {0f, 0.5f}) {
      List<ShortlistedCandidate> candidates = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        candidates.add(
            new ShortlistedCandidate(
                String.format("img-%03d", i), 0.5, new float[] {entry, entry}));
      }
      Resampling resampling = resampler(name).resample(new Shortlist(candidates), 250);

      assertThat(resampling.selected()).hasSize(250);
      // A tenth of equals is the first of them; what is drawn knows no order.
      if (!List.of("random", "kmeans++", "paper-first-pivot", "quota-nms").contains(name)) {
        assertThat(resampling.decisions().subList(0, 250)).allMatch(CandidateDecision::selected);
      }
    }
  }

  @Provide
  Arbitrary<Shortlist> largerShortlists() {
    return Arbitraries.longs()
        .map(
            seed -> {
              SplittableRandom random = new SplittableRandom(seed);
              Shortlists.Shape[] shapes = Shortlists.Shape.values();
              Shortlists.Shape shape = shapes[random.nextInt(shapes.length)];
              return Shortlists.random(random, shape, random.nextInt(330), random.nextInt(1, 40));
            });
  }

  private static Resampler resampler(String name) {
    return Resamplers.named(name, SETTINGS);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(Resamplers.NAMES);
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
