package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.constraint.Constraints;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.ImageReference;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.policy.EncoderPolicy;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.policy.RoundMemory;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.round.ProtocolSimulation.RoundInput;
import io.winnow.selection.uncertainty.BoxAggregation;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.Committee;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.EmptyDetections;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class RoundProtocolPropertyTest {

  private static final String ENCODER = "e".repeat(64);
  private static final String OTHER_ENCODER = "f".repeat(64);
  private static final int DIMENSION = 4;
  private static final List<String> POOLS = List.of("cats", "dogs");

  @Property(tries = 1000)
  void shouldGiveTheSameRoundsWhateverTheInterleavingAndTheCrashes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int partitions) {
    List<ClosedRound> once = quiescentRounds(seed, partitions, new SplittableRandom(seed + 1));
    List<ClosedRound> again = quiescentRounds(seed, partitions, new SplittableRandom(seed + 2));

    assertThat(manifests(again)).isEqualTo(manifests(once));
    assertThat(decisions(again)).isEqualTo(decisions(once));
    assertThat(once).hasSize(6);
    assertNoImageTwice(once);
  }

  @Property(tries = 1000)
  void shouldSelectWhatTheOffsetVectorSaysWhenInputsArriveDuringRounds(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int partitions) {
    SplittableRandom random = new SplittableRandom(seed);
    ProtocolSimulation simulation = new ProtocolSimulation(partitions, random.split());
    for (String pool : POOLS) {
      simulation.publish(new RoundInput(pool, policy(random), null));
    }
    int rounds = 0;
    for (int burst = 0; burst < 5; burst++) {
      events(random, 40).forEach(simulation::publish);
      simulation.run(random.nextInt(30));
      String pool = POOLS.get(random.nextInt(POOLS.size()));
      if (random.nextInt(4) == 0) {
        PoolPolicy other = random.nextBoolean() ? policy(random) : switching(random);
        simulation.publish(new RoundInput(pool, other, null));
      }
      // the policy was published first, so the simulated round task has read it before
      simulation.publish(new RoundInput(pool, null, request(rounds++, random)));
    }
    simulation.drain();

    assertThat(simulation.closed()).hasSize(rounds);
    assertNoImageTwice(simulation.closed());
    Map<String, List<ClosedRound>> earlier = new HashMap<>();
    Map<String, String> lastDigest = new HashMap<>();
    for (ClosedRound round : simulation.closed()) {
      String pool = round.manifest().pool();
      List<ClosedRound> before = earlier.computeIfAbsent(pool, name -> new ArrayList<>());
      assertThat(ids(round)).isEqualTo(NaiveRound.selection(simulation, round.manifest(), before));
      before.add(round);
      assertThat(round.manifest().previousDigest()).isEqualTo(lastDigest.get(pool));
      lastDigest.put(pool, round.manifest().digest());
    }
  }

  @Property(tries = 1000)
  void shouldGoOverToTheNextEncoderWhenAllPartitionsReportTheShareAndThenForGood(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int partitions) {
    SplittableRandom random = new SplittableRandom(seed);
    ProtocolSimulation simulation = new ProtocolSimulation(partitions, random.split());
    int rounds = 0;
    for (int burst = 0; burst < 6; burst++) {
      if (burst % 3 == 0) {
        for (String pool : POOLS) {
          simulation.publish(new RoundInput(pool, switching(random), null));
        }
      }
      events(random, 30).forEach(simulation::publish);
      simulation.run(random.nextInt(60));
      simulation.publish(
          new RoundInput(POOLS.get(random.nextInt(2)), null, request(rounds++, random)));
    }
    simulation.drain();

    assertThat(simulation.closed()).hasSize(rounds);
    assertNoImageTwice(simulation.closed());
    NaiveEncoderSwitch.check(simulation.history(), partitions);
    for (ClosedRound round : simulation.closed()) {
      assertThat(round.query())
          .extracting(image -> image.image().descriptor().encoder())
          .allMatch(round.manifest().policy().encoders().current()::equals);
    }
    long pending = withNext(simulation.closed());
    Statistics.label("rounds before the switch").collect(pending > 0);
    Statistics.label("rounds after the switch").collect(pending < rounds);
    Statistics.label("rounds before the switch")
        .coverage(seen -> seen.check(true).percentage(share -> share > 20));
    Statistics.label("rounds after the switch")
        .coverage(seen -> seen.check(true).percentage(share -> share > 20));
  }

  private static long withNext(List<ClosedRound> rounds) {
    return rounds.stream()
        .filter(round -> round.manifest().policy().encoders().next() != null)
        .count();
  }

  /** Goes from one encoder to the other, at a share that is reached in some of the tries. */
  private static PoolPolicy switching(SplittableRandom random) {
    boolean forth = random.nextBoolean();
    EncoderRef from = new EncoderRef(forth ? ENCODER : OTHER_ENCODER, DIMENSION);
    EncoderRef to = new EncoderRef(forth ? OTHER_ENCODER : ENCODER, DIMENSION);
    return policy(random).with(new EncoderPolicy(from, to, (1 + random.nextInt(10)) / 10.0));
  }

  private List<ClosedRound> quiescentRounds(
      long inputSeed, int partitions, SplittableRandom interleaving) {
    SplittableRandom random = new SplittableRandom(inputSeed);
    ProtocolSimulation simulation = new ProtocolSimulation(partitions, interleaving);
    for (int round = 0; round < 3; round++) {
      events(random, 50).forEach(simulation::publish);
      for (String pool : POOLS) {
        if (round == 0 || random.nextBoolean()) {
          simulation.publish(new RoundInput(pool, policy(random), null));
        }
      }
      simulation.drain();
      for (String pool : POOLS) {
        simulation.publish(new RoundInput(pool, null, request(round, random)));
        simulation.drain();
      }
    }
    return simulation.closed();
  }

  private static RoundRequest request(int number, SplittableRandom random) {
    return new RoundRequest("r" + number, random.nextBoolean() ? null : 1 + random.nextInt(9));
  }

  private static PoolPolicy policy(SplittableRandom random) {
    // adaptive-nms more often: it asks for pages
    List<String> resamplers = new ArrayList<>(Resamplers.NAMES);
    resamplers.addAll(Collections.nCopies(5, Resamplers.ADAPTIVE_NMS));
    return PoolPolicy.of(
            1 + random.nextInt(6),
            scoring(random),
            new ResamplingPolicy(
                resamplers.get(random.nextInt(resamplers.size())),
                1 + random.nextInt(3) / 2.0,
                1 + random.nextInt(4),
                null,
                7),
            new EncoderRef(random.nextInt(3) == 0 ? OTHER_ENCODER : ENCODER, DIMENSION))
        .with(constraints(random))
        .with(memory(random));
  }

  /** A single model's measure, or one of a committee of which some members may be missing. */
  private static Scoring scoring(SplittableRandom random) {
    List<Measure> single = List.of(Measure.ENTROPY, Measure.MARGIN, Measure.LEAST_CONFIDENCE);
    List<Measure> ofCommittee = List.of(Measure.LEAST_CONFIDENCE, Measure.VARIATION_RATIO);
    boolean committee = random.nextBoolean();
    List<Measure> measures = committee ? ofCommittee : single;
    return new Scoring(
        measures.get(random.nextInt(measures.size())),
        BoxAggregation.values()[random.nextInt(BoxAggregation.values().length)],
        EmptyDetections.values()[random.nextInt(EmptyDetections.values().length)],
        committee ? new Committee(2, 1 + random.nextInt(2)) : null);
  }

  private static List<PoolEvent> events(SplittableRandom random, int count) {
    List<PoolEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String pool = POOLS.get(random.nextInt(POOLS.size()));
      String imageId = "image-" + random.nextInt(40);
      int kind = random.nextInt(10);
      if (kind < 5) {
        events.add(new PoolEvent.Scored(pool, imageId, score(random)));
      } else if (kind < 9) {
        events.add(new PoolEvent.Described(pool, imageId, descriptor(random)));
      } else {
        events.add(new PoolEvent.Labelled(pool, imageId));
      }
    }
    return events;
  }

  private static Score score(SplittableRandom random) {
    return new Score(
        "model",
        "v" + random.nextInt(3),
        random.nextInt(3) == 0 ? null : "member-" + random.nextInt(3),
        random.nextInt(1000),
        prediction(random));
  }

  private static Prediction prediction(SplittableRandom random) {
    List<String> classes = List.of("a", "b", "c");
    if (random.nextInt(5) > 0) {
      return new Classification(classes, probabilities(random));
    }
    List<DetectedBox> boxes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      boxes.add(new DetectedBox(0, 0, 1, 1, probabilities(random)));
    }
    return new Detections(classes, boxes);
  }

  /** Few distinct values, so that ties are common. */
  private static double[] probabilities(SplittableRandom random) {
    double first = random.nextInt(5) / 8.0;
    double second = random.nextInt(3) / 8.0;
    return new double[] {first, second, 1 - first - second};
  }

  private static Descriptor descriptor(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    vector[random.nextInt(DIMENSION)] = 0.8f;
    int other = random.nextInt(DIMENSION);
    vector[other] = vector[other] == 0 ? 0.6f : 1f;
    return new Descriptor(
        random.nextInt(3) == 0 ? OTHER_ENCODER : ENCODER,
        vector,
        new ImageReference(null, "0".repeat(64), 1, 1),
        attributes(random),
        0);
  }

  private static Map<String, String> attributes(SplittableRandom random) {
    Map<String, String> attributes = new HashMap<>();
    if (random.nextInt(4) > 0) {
      attributes.put("site", random.nextBoolean() ? "A" : "B");
    }
    if (random.nextInt(4) > 0) {
      attributes.put("speed", Integer.toString(random.nextInt(30)));
    }
    return attributes;
  }

  private static Constraints constraints(SplittableRandom random) {
    List<AttributeFilter> filters = new ArrayList<>();
    if (random.nextInt(4) == 0) {
      filters.add(new AttributeFilter("site", List.of("A"), null, null));
    }
    if (random.nextInt(4) == 0) {
      filters.add(new AttributeFilter("speed", List.of(), null, 20.0));
    }
    List<SelectionLimit> limits = new ArrayList<>();
    if (random.nextInt(4) == 0) {
      limits.add(new SelectionLimit("class", null, 0, 1 + random.nextInt(3)));
    }
    if (random.nextInt(4) == 0) {
      limits.add(new SelectionLimit("attribute:site", "B", random.nextInt(3), 2));
    }
    return new Constraints(filters, limits, random.nextBoolean());
  }

  private static RoundMemory memory(SplittableRandom random) {
    return new RoundMemory(
        random.nextBoolean() ? 0 : 1 + random.nextInt(3), random.nextBoolean() ? 0.9 : 0.5);
  }

  private static void assertNoImageTwice(List<ClosedRound> rounds) {
    Map<String, List<String>> perPool = new HashMap<>();
    rounds.forEach(
        round ->
            perPool
                .computeIfAbsent(round.manifest().pool(), pool -> new ArrayList<>())
                .addAll(ids(round)));
    perPool.values().forEach(ids -> assertThat(ids).doesNotHaveDuplicates());
  }

  private static List<String> ids(ClosedRound round) {
    return round.query().stream().map(image -> image.image().candidate().imageId()).toList();
  }

  private static List<String> manifests(List<ClosedRound> rounds) {
    return rounds.stream().map(round -> round.manifest().digest()).toList();
  }

  private static List<Object> decisions(List<ClosedRound> rounds) {
    return rounds.stream().<Object>map(ClosedRound::decisions).toList();
  }
}
