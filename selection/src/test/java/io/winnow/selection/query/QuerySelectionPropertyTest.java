package io.winnow.selection.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.RoundMemory;
import io.winnow.selection.query.LimitOutcome.Effect;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.similarity.Cosine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class QuerySelectionPropertyTest {

  @Property(tries = 2000)
  void shouldGiveTheSameQueryWhateverThePages(@ForAll long seed) {
    Case one = new Case(seed);
    Query whole = one.choose();

    int head = 0;
    Optional<Query> paged;
    do {
      head = Math.min(one.ranking.size(), head + 1 + one.random.nextInt(5));
      boolean complete = head == one.ranking.size();
      paged =
          QuerySelection.choose(
              one.settings, one.ranking.subList(0, head), complete, one.remembered);
    } while (paged.isEmpty());

    assertThat(paged).contains(whole);
  }

  @Property(tries = 2000)
  void shouldDecideOnceOnEveryCandidateItLookedAt(@ForAll long seed) {
    Case one = new Case(seed);
    Query query = one.choose();

    assertThat(query.decisions()).hasSizeLessThanOrEqualTo(one.settings.maxDepth());
    for (int i = 0; i < query.decisions().size(); i++) {
      CandidateDecision decision = query.decisions().get(i);
      assertThat(decision.imageId()).isEqualTo(one.ranking.get(i).imageId());
      assertThat(decision.rank()).isEqualTo(i + 1);
      assertThat(decision.why()).isNotBlank();
    }
    assertThat(query.selected()).hasSizeLessThanOrEqualTo(one.settings.budget());
  }

  @Property(tries = 2000)
  void shouldNameATrueSimilarImageThatIsSelectedNowOrWasEarlier(@ForAll long seed) {
    Case one = new Case(seed);
    Query query = one.choose();

    Map<String, float[]> known = new HashMap<>();
    Set<String> selected =
        query.selected().stream().map(CandidateDecision::imageId).collect(Collectors.toSet());
    one.ranking.forEach(c -> known.put(c.imageId(), c.shortlisted().vector()));
    one.remembered.forEach(image -> known.put(image.imageId(), image.vector()));
    for (CandidateDecision decision : query.decisions()) {
      String similarTo = decision.similarTo();
      if (similarTo != null) {
        assertThat(similarTo.startsWith("earlier-") || selected.contains(similarTo)).isTrue();
        float cosine = Cosine.dot(known.get(decision.imageId()), known.get(similarTo));
        assertThat(decision.cosine()).isEqualTo(cosine + 0.0);
      }
    }
  }

  @Property(tries = 2000)
  void shouldSelectNothingLikeAnEarlierSelection(@ForAll long seed) {
    Case one = new Case(seed);
    Map<String, float[]> vectors = new HashMap<>();
    one.ranking.forEach(c -> vectors.put(c.imageId(), c.shortlisted().vector()));

    int repeated = 0;
    for (CandidateDecision decision : one.choose().decisions()) {
      float[] vector = vectors.get(decision.imageId());
      boolean repetition =
          one.remembered.stream()
              .anyMatch(
                  image -> Cosine.dot(vector, image.vector()) >= one.settings.memory().cosine());
      if (repetition) {
        repeated++;
        assertThat(decision.selected()).isFalse();
        assertThat(decision.why()).contains("selected in round");
      }
    }
    assertThat(one.choose().repeated()).isEqualTo(repeated);
  }

  @Property(tries = 3000)
  void shouldExceedNoMaximumUnlessLimitsGiveWay(@ForAll long seed) {
    Case one = new Case(seed);
    Query query = one.choose();

    Map<SelectionLimit, Map<String, Integer>> counts = one.counts(query);
    counts.forEach(
        (limit, groups) ->
            groups.forEach(
                (group, count) -> {
                  int max = limit.max() == null ? Integer.MAX_VALUE : limit.max();
                  boolean relaxed =
                      query
                          .limits()
                          .contains(new LimitOutcome(limit, group, Effect.RELAXED, count - max));
                  assertThat(count <= max || relaxed).isTrue();
                  assertThat(relaxed).isEqualTo(count > max);
                }));
    if (!one.settings.relaxLimits()) {
      assertThat(query.limits()).noneMatch(outcome -> outcome.effect() == Effect.RELAXED);
    } else if (one.remembered.isEmpty()) {
      assertThat(query.selected())
          .hasSize(Math.min(one.settings.budget(), query.decisions().size()));
    }
  }

  @Property(tries = 3000)
  void shouldFillTheBudgetWithinOneMaximumWhereTheRankingCan(@ForAll long seed) {
    Case any = new Case(seed);
    SelectionLimit limit = new SelectionLimit("class", null, 0, 1 + any.random.nextInt(3));
    Case one = any.with(List.of(limit), List.of());
    Query query = one.choose();

    Map<String, Integer> groups = new HashMap<>();
    int room = 0;
    for (QueryCandidate candidate : one.head()) {
      String group = limit.groupOf(candidate.traits());
      if (group == null || groups.merge(group, 1, Integer::sum) <= limit.max()) {
        room++;
      }
    }
    assertThat(query.selected()).hasSize(Math.min(room, one.settings.budget()));
    long dropped =
        query.decisions().stream().filter(d -> d.why().startsWith("limit: at most")).count();
    long counted =
        query.limits().stream()
            .filter(outcome -> outcome.effect() == Effect.WITHHELD)
            .mapToLong(LimitOutcome::images)
            .sum();
    assertThat(counted).isEqualTo(dropped);
  }

  @Property(tries = 3000)
  void shouldMeetTheMinimumsOfOneAttributeWhereTheRankingCan(@ForAll long seed) {
    Case any = new Case(seed);
    List<SelectionLimit> limits = new ArrayList<>();
    int wanted = 0;
    for (int i = 0; i < 3; i++) {
      int min = any.random.nextInt(1 + any.settings.budget() - wanted);
      wanted += min;
      if (min > 0) {
        limits.add(new SelectionLimit("class", "class-" + i, min, null));
      }
    }
    Case one = any.with(limits, List.of());
    Query query = one.choose();

    for (SelectionLimit limit : limits) {
      long there =
          one.head().stream().filter(c -> limit.value().equals(limit.groupOf(c.traits()))).count();
      int selected = one.counts(query).get(limit).getOrDefault(limit.value(), 0);
      assertThat(selected).isGreaterThanOrEqualTo((int) Math.min(limit.min(), there));
      if (selected < limit.min()) {
        assertThat(query.limits())
            .contains(new LimitOutcome(limit, limit.value(), Effect.UNMET, limit.min() - selected));
      }
    }
  }

  @Property(tries = 500)
  void shouldSelectTheSameWhenNothingIsLimitedAsTheResamplerDoes(@ForAll long seed) {
    Case any = new Case(seed);
    Case free = any.with(List.of(), List.of());
    SelectionLimit loose = new SelectionLimit("class", null, 0, 1_000);

    assertThat(any.with(List.of(loose), List.of()).choose().decisions())
        .startsWith(free.choose().decisions().toArray(CandidateDecision[]::new));
  }

  /** A random case; all that follows from a seed. */
  private static final class Case {
    final SplittableRandom random;
    final QuerySettings settings;
    final List<QueryCandidate> ranking;
    final List<RememberedImage> remembered;

    Case(long seed) {
      random = new SplittableRandom(seed);
      ranking = Rankings.random(random, 1 + random.nextInt(40));
      remembered = Rankings.remembered(random, random.nextInt(3));
      settings =
          new QuerySettings(
              1 + random.nextInt(8),
              new ResamplingPolicy(
                  Resamplers.NAMES.get(random.nextInt(Resamplers.NAMES.size())),
                  1 + random.nextInt(3) / 2.0,
                  1 + random.nextInt(5),
                  null,
                  seed),
              limits(random),
              random.nextInt(3) == 0,
              new RoundMemory(3, random.nextBoolean() ? 0.95 : 0.5));
    }

    private Case(
        SplittableRandom random,
        QuerySettings settings,
        List<QueryCandidate> ranking,
        List<RememberedImage> remembered) {
      this.random = random;
      this.settings = settings;
      this.ranking = ranking;
      this.remembered = remembered;
    }

    Case with(List<SelectionLimit> limits, List<RememberedImage> images) {
      return new Case(
          random,
          new QuerySettings(
              settings.budget(), settings.resampling(), limits, false, settings.memory()),
          ranking,
          images);
    }

    Query choose() {
      return QuerySelection.choose(settings, ranking, remembered);
    }

    /** Returns what may be looked at. */
    List<QueryCandidate> head() {
      return ranking.subList(0, Math.min(ranking.size(), settings.maxDepth()));
    }

    /** Returns how many images of every group of every limit were selected. */
    Map<SelectionLimit, Map<String, Integer>> counts(Query query) {
      Set<String> selected = new HashSet<>();
      query.selected().forEach(decision -> selected.add(decision.imageId()));
      Map<SelectionLimit, Map<String, Integer>> counts = new HashMap<>();
      for (SelectionLimit limit : settings.limits()) {
        Map<String, Integer> groups = counts.computeIfAbsent(limit, key -> new HashMap<>());
        for (QueryCandidate candidate : ranking) {
          String group = limit.groupOf(candidate.traits());
          if (selected.contains(candidate.imageId())
              && group != null
              && (limit.value() == null || limit.value().equals(group))) {
            groups.merge(group, 1, Integer::sum);
          }
        }
      }
      return counts;
    }

    private static List<SelectionLimit> limits(SplittableRandom random) {
      List<SelectionLimit> limits = new ArrayList<>();
      if (random.nextBoolean()) {
        limits.add(new SelectionLimit("class", null, 0, 1 + random.nextInt(3)));
      }
      if (random.nextBoolean()) {
        limits.add(new SelectionLimit("attribute:site", "A", random.nextInt(3), 3));
      }
      if (random.nextInt(3) == 0) {
        limits.add(new SelectionLimit("class", "class-1", 1 + random.nextInt(4), null));
      }
      return limits;
    }
  }
}
