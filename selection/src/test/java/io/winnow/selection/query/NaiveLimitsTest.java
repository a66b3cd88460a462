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
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

class NaiveLimitsTest {

  @Property(tries = 1000)
  void shouldSelectUnderLimitsWhatTheNaiveReferenceSelects(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<QueryCandidate> ranking = Rankings.random(random, 1 + random.nextInt(40));
    List<RememberedImage> remembered = Rankings.remembered(random, random.nextInt(3));
    QuerySettings settings = settings(random, seed);

    Query query = QuerySelection.choose(settings, ranking, remembered);

    assertThat(query.selected())
        .extracting(CandidateDecision::imageId)
        .isEqualTo(NaiveLimits.selection(settings, ranking, remembered));
    for (Effect effect : Effect.values()) {
      boolean had = query.limits().stream().anyMatch(outcome -> outcome.effect() == effect);
      Statistics.label(effect.name()).collect(had);
      Statistics.label(effect.name())
          .coverage(seen -> seen.check(true).percentage(share -> share > 10));
    }
    boolean deeper = query.decisions().size() > settings.shortlistSize();
    Statistics.label("looked deeper").collect(deeper);
    Statistics.label("looked deeper")
        .coverage(seen -> seen.check(true).percentage(share -> share > 10));
  }

  private static QuerySettings settings(SplittableRandom random, long seed) {
    ResamplingPolicy resampling =
        new ResamplingPolicy(
            Resamplers.NAMES.get(random.nextInt(Resamplers.NAMES.size())),
            1 + random.nextInt(3) / 2.0,
            1 + random.nextInt(5),
            null,
            seed);
    return new QuerySettings(
        1 + random.nextInt(8),
        resampling,
        limits(random),
        random.nextBoolean(),
        new RoundMemory(3, random.nextBoolean() ? 0.95 : 0.5));
  }

  /** Up to four, of overlapping groups. */
  private static List<SelectionLimit> limits(SplittableRandom random) {
    List<SelectionLimit> limits = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      boolean byClass = random.nextBoolean();
      String group = byClass ? "class-" + random.nextInt(3) : random.nextBoolean() ? "A" : "B";
      int min = random.nextInt(4);
      Integer max = min > 0 && random.nextBoolean() ? null : min + random.nextInt(3);
      limits.add(
          new SelectionLimit(
              byClass ? "class" : "attribute:site", random.nextBoolean() ? group : null, min, max));
    }
    return limits;
  }
}
