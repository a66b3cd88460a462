package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomSampleTest {
  private static final Shortlist TEN =
      Shortlists.random(new SplittableRandom(1), Shortlists.Shape.SCATTERED, 10, 3);

  @Test
  void shouldGiveThePublishedSequenceOfSplitMix64() {
    SplitMix64 random = new SplitMix64(1234567);

    assertThat(LongStream.generate(random::nextLong).limit(5).toArray())
        .containsExactly(
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"),
            4593380528125082431L,
            Long.parseUnsignedLong("16408922859458223821"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000, Integer.MAX_VALUE})
  void shouldStayBelowTheBoundWhenIntegersAreBounded(int bound) {
    SplitMix64 random = new SplitMix64(5);

    assertThat(IntStream.generate(() -> random.nextInt(bound)).limit(10_000))
        .allMatch(value -> value >= 0 && value < bound);
  }

  @Test
  void shouldDrawEveryCandidateEquallyOftenOverManySeeds() {
    int[] drawn = new int[10];
    for (int seed = 0; seed < 20_000; seed++) {
      for (CandidateDecision decision : sample(seed).selected()) {
        drawn[decision.rank() - 1]++;
      }
    }
    // 6,000 expected; the standard deviation is sqrt(20,000 · 0.3 · 0.7) = 65.
    for (int count : drawn) {
      assertThat(count).isBetween(5_700, 6_300);
    }
  }

  @Test
  void shouldRepeatItselfWhenTheSeedIsTheSame() {
    assertThat(sample(42)).isEqualTo(sample(42));
    assertThat(ranks(42)).isNotEqualTo(ranks(43));
  }

  /** Recomputed from the specification in Python, independently of this code. */
  @Test
  void shouldDrawWhatTheSpecificationSaysWhenTheSeedIs42() {
    assertThat(ranks(42)).containsExactly(2, 4, 7);
  }

  private static Resampling sample(long seed) {
    return Resamplers.named("random", ResamplerSettings.seeded(seed)).resample(TEN, 3);
  }

  private static List<Integer> ranks(long seed) {
    return sample(seed).selected().stream().map(CandidateDecision::rank).toList();
  }
}
