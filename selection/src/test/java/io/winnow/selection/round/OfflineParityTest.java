package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.constraint.Constraints;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.ImageReference;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.offline.DescriptorSource;
import io.winnow.selection.offline.ImageScore;
import io.winnow.selection.offline.QuerySet;
import io.winnow.selection.offline.QuerySetSelector;
import io.winnow.selection.offline.SelectionPolicy;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.uncertainty.BoxAggregation;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.Committee;
import io.winnow.selection.uncertainty.EmptyDetections;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.Scoring;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Choosing without Kafka gives the bits of a round over the same data. */
class OfflineParityTest {
  private static final String POOL = "pool";
  private static final int IMAGES = 80;
  private static final int DIMENSION = 5;
  private static final EncoderRef ENCODER = new EncoderRef("a".repeat(64), DIMENSION);

  @Property(tries = 200)
  void shouldDecideAsARoundOverTheSameData(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int partitions) {
    SplittableRandom random = new SplittableRandom(seed);
    PoolPolicy policy = policy(random);
    ProtocolSimulation simulation = new ProtocolSimulation(partitions, random.split());
    Map<String, float[]> vectors = new HashMap<>();
    Map<String, Map<String, String>> attributes = new HashMap<>();
    for (int i = 0; i < IMAGES; i++) {
      String imageId = "image-" + i;
      attributes.put(imageId, Map.of("site", "s" + random.nextInt(4)));
      if (random.nextInt(8) > 0) {
        vectors.put(imageId, unitVector(random));
        simulation.publish(
            new PoolEvent.Described(
                POOL,
                imageId,
                new Descriptor(
                    ENCODER.id(),
                    vectors.get(imageId),
                    new ImageReference(null, "0".repeat(64), 1, 1),
                    attributes.get(imageId),
                    0)));
      }
    }
    QuerySetSelector selector =
        new QuerySetSelector(SelectionPolicy.of(policy), DescriptorSource.of(vectors));
    for (int i = 0; i < 2 * IMAGES; i++) {
      String imageId = "image-" + random.nextInt(IMAGES);
      Prediction prediction = prediction(random);
      String member = random.nextInt(5) == 0 ? null : "member-" + random.nextInt(4);
      simulation.publish(
          new PoolEvent.Scored(POOL, imageId, new Score("model", "1", member, i, prediction)));
      selector.add(new ImageScore(imageId, member, prediction, null, attributes.get(imageId)));
    }
    simulation.publish(new RoundInput(POOL, policy, null));
    simulation.drain();
    simulation.publish(new RoundInput(POOL, null, new RoundRequest("request", null)));
    simulation.drain();

    QuerySet offline = selector.select();
    assertThat(simulation.closed()).hasSize(1);
    ClosedRound round = simulation.closed().get(0);
    assertThat(offline.decisions()).isEqualTo(round.decisions());
    assertThat(offline.shortlistDigest()).isEqualTo(round.manifest().shortlistDigest());
    assertThat(offline.selectionDigest()).isEqualTo(round.manifest().selectionDigest());
    assertThat(offline.diagnostics()).isEqualTo(round.manifest().diagnostics());
    assertThat(offline.limits()).isEqualTo(round.manifest().limits());
    PartitionCounts counts = round.manifest().counts();
    assertThat(offline.counts().eligible()).isEqualTo(counts.eligible());
    assertThat(offline.counts().withoutDescriptor()).isEqualTo(counts.withoutDescriptor());
    assertThat(offline.counts().withoutUncertainty()).isEqualTo(counts.withoutUncertainty());
    assertThat(offline.counts().filteredOut()).isEqualTo(counts.filteredOut());
  }

  private static PoolPolicy policy(SplittableRandom random) {
    List<String> resamplers = List.copyOf(Resamplers.NAMES);
    return PoolPolicy.of(
            1 + random.nextInt(20),
            scoring(random),
            new ResamplingPolicy(
                resamplers.get(random.nextInt(resamplers.size())),
                1 + random.nextInt(4) / 2.0,
                1 + random.nextInt(5),
                null,
                random.nextLong()),
            ENCODER)
        .with(constraints(random));
  }

  private static Scoring scoring(SplittableRandom random) {
    if (random.nextBoolean()) {
      return Scoring.of(random.nextBoolean() ? Measure.ENTROPY : Measure.MARGIN);
    }
    return new Scoring(
        random.nextBoolean() ? Measure.VOTE_ENTROPY : Measure.MUTUAL_INFORMATION,
        BoxAggregation.SUM,
        EmptyDetections.SKIP,
        new Committee(3, 1 + random.nextInt(3)));
  }

  private static Constraints constraints(SplittableRandom random) {
    List<AttributeFilter> filters =
        random.nextInt(3) == 0
            ? List.of(new AttributeFilter("site", List.of("s0", "s1", "s2"), null, null))
            : List.of();
    List<SelectionLimit> limits =
        switch (random.nextInt(3)) {
          case 0 -> List.of(new SelectionLimit("class", null, 0, 1 + random.nextInt(5)));
          case 1 -> List.of(new SelectionLimit("attribute:site", "s1", 2, null));
          default -> List.of();
        };
    return new Constraints(filters, limits, random.nextBoolean());
  }

  /** Few distinct values, so that ties are common; some without an uncertainty. */
  private static Prediction prediction(SplittableRandom random) {
    if (random.nextInt(10) == 0) {
      return new PrecomputedUncertainty("own", random.nextDouble(), true);
    }
    double first = random.nextInt(5) / 8.0;
    double second = random.nextInt(3) / 8.0;
    return new Classification(
        List.of("a", "b", "c"), new double[] {first, second, 1 - first - second});
  }

  private static float[] unitVector(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    vector[random.nextInt(DIMENSION)] = 0.8f;
    int other = random.nextInt(DIMENSION);
    vector[other] = vector[other] == 0 ? 0.6f : 1f;
    return vector;
  }
}
