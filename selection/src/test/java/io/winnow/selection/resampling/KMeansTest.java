package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KMeansTest {
  /** Three tight clusters along the axes, in the order 0, 1, 2, 0, 1, 2, … of the ranking. */
  private static final Shortlist CLUSTERED = clustered();

  @Test
  void shouldTakeTheMostUncertainOfEveryClusterWhateverTheSeed() {
    assertThat(LongStream.range(0, 50))
        .allSatisfy(
            seed ->
                assertThat(
                        Resamplers.named("kmeans++", ResamplerSettings.seeded(seed))
                            .resample(CLUSTERED, 3)
                            .selected())
                    .extracting(CandidateDecision::rank)
                    .containsExactly(1, 2, 3));
  }

  @Test
  void shouldNameTheImageOfTheSameClusterForADrop() {
    Resampling resampling =
        Resamplers.named("kmeans++", ResamplerSettings.seeded(1)).resample(CLUSTERED, 3);

    for (CandidateDecision decision : resampling.decisions().subList(3, 30)) {
      int cluster = (decision.rank() - 1) % 3;
      assertThat(decision.similarTo()).isEqualTo(CLUSTERED.candidates().get(cluster).imageId());
    }
  }

  @Test
  void shouldRepeatItselfWithTheSameSeedOnly() {
    Shortlist scattered =
        Shortlists.random(new SplittableRandom(5), Shortlists.Shape.SCATTERED, 200, 6);
    Resampler first = Resamplers.named("kmeans++", ResamplerSettings.seeded(1));
    Resampler second = Resamplers.named("kmeans++", ResamplerSettings.seeded(2));

    assertThat(first.resample(scattered, 40)).isEqualTo(first.resample(scattered, 40));
    assertThat(first.resample(scattered, 40)).isNotEqualTo(second.resample(scattered, 40));
  }

  private static Shortlist clustered() {
    SplittableRandom random = new SplittableRandom(9);
    List<ShortlistedCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      float[] vector = new float[3];
      for (int d = 0; d < 3; d++) {
        vector[d] = (d == i % 3 ? 1f : 0f) + (float) random.nextDouble(-0.01, 0.01);
      }
      candidates.add(
          new ShortlistedCandidate(String.format("img-%02d", i), 1.0 - 0.01 * i, vector));
    }
    return new Shortlist(candidates);
  }
}
