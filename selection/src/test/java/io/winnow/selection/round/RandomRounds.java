package io.winnow.selection.round;

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

/**
 * Random policies, requests and records of two pools, with few distinct values so that ties are
 * common.
 */
final class RandomRounds {

  static final List<String> POOLS = List.of("cats", "dogs");

  private static final String ENCODER = "e".repeat(64);
  private static final String OTHER_ENCODER = "f".repeat(64);
  private static final int DIMENSION = 4;

  /** What a policy says by mistake, and some vectors have. */
  private static final int OTHER_DIMENSION = 3;

  private RandomRounds() {}

  /** Goes from one encoder to the other, at a share that is reached in some of the tries. */
  static PoolPolicy switching(SplittableRandom random) {
    boolean forth = random.nextBoolean();
    EncoderRef from = new EncoderRef(forth ? ENCODER : OTHER_ENCODER, DIMENSION);
    EncoderRef to = new EncoderRef(forth ? OTHER_ENCODER : ENCODER, DIMENSION);
    return policy(random).with(new EncoderPolicy(from, to, (1 + random.nextInt(10)) / 10.0));
  }

  static RoundRequest request(int number, SplittableRandom random) {
    return new RoundRequest("r" + number, random.nextBoolean() ? null : 1 + random.nextInt(9));
  }

  static PoolPolicy policy(SplittableRandom random) {
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
            new EncoderRef(random.nextInt(3) == 0 ? OTHER_ENCODER : ENCODER, dimension(random)))
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

  static List<PoolEvent> events(SplittableRandom random, int count) {
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
        eventTime(random),
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
    float[] vector = new float[dimension(random)];
    vector[random.nextInt(vector.length)] = 0.8f;
    int other = random.nextInt(vector.length);
    vector[other] = vector[other] == 0 ? 0.6f : 1f;
    return new Descriptor(
        random.nextInt(3) == 0 ? OTHER_ENCODER : ENCODER,
        vector,
        new ImageReference(null, "0".repeat(64), 1, 1),
        attributes(random),
        eventTime(random));
  }

  /** In the last second before the wall clock of the simulation. */
  private static long eventTime(SplittableRandom random) {
    return ProtocolSimulation.NOW - 1 - random.nextInt(1000);
  }

  private static int dimension(SplittableRandom random) {
    return random.nextInt(5) == 0 ? OTHER_DIMENSION : DIMENSION;
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
}
