package io.winnow.benchmarks.experiment;

import io.winnow.benchmarks.experiment.describe.DescriptorTable;
import io.winnow.benchmarks.experiment.describe.Descriptors;
import io.winnow.benchmarks.experiment.learner.Examples;
import io.winnow.benchmarks.experiment.pool.Pool;
import io.winnow.selection.diagnostics.ClusterDivergence;
import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.resampling.ShortlistedCandidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** What all runs on one pool share. */
final class PoolContext {
  private static final int SAMPLE = 2_000;

  private final Pool pool;
  private final Examples examples;
  private final DescriptorTable reference;
  private final Map<String, DescriptorTable> tables = new ConcurrentHashMap<>();
  private final int[] sample;
  private final ClusterDivergence divergence;

  PoolContext(Pool pool, ExperimentPlan plan, Descriptors descriptors) throws IOException {
    this.pool = pool;
    this.reference = descriptors.of(pool, plan.reference());
    tables.put(plan.reference(), reference);
    for (Strategy strategy : plan.strategies()) {
      String name = strategy.descriptor();
      if (name != null && !name.equals(Strategy.LEARNER) && !tables.containsKey(name)) {
        tables.put(name, descriptors.of(pool, name));
      }
    }
    this.examples =
        plan.learnerInput().equals(ExperimentPlan.PIXEL_INPUT)
            ? pool.pixels()
            : Examples.ofVectors(scaled(descriptors.of(pool, plan.learnerInput()).vectors()));
    this.sample =
        new SplittableRandom(pool.spec().seed())
            .ints(0, pool.size())
            .distinct()
            .limit(Math.min(SAMPLE, pool.size()))
            .toArray();
    List<ShortlistedCandidate> all =
        IntStream.range(0, pool.size())
            .mapToObj(i -> new ShortlistedCandidate(Pool.imageId(i), 0, reference.vectors()[i]))
            .toList();
    this.divergence = new ClusterDivergence(new Shortlist(all));
  }

  Pool pool() {
    return pool;
  }

  Examples examples() {
    return examples;
  }

  DescriptorTable reference() {
    return reference;
  }

  DescriptorTable descriptors(String name) {
    return tables.get(name);
  }

  /** The sample that coverage is measured on. */
  List<float[]> sampleVectors() {
    List<float[]> vectors = new ArrayList<>(sample.length);
    for (int position : sample) {
      vectors.add(reference.vectors()[position]);
    }
    return vectors;
  }

  /** Divergence of the labelled images' clusters from the pool's, nats. */
  double bias(List<Integer> labelled) {
    return divergence.of(labelled).orElseThrow();
  }

  /** Unit vectors times the root of their length: values of variance about 1. */
  private static float[][] scaled(float[][] vectors) {
    float factor = (float) Math.sqrt(vectors[0].length);
    float[][] scaled = new float[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      scaled[i] = new float[vectors[i].length];
      for (int d = 0; d < vectors[i].length; d++) {
        scaled[i][d] = factor * vectors[i][d];
      }
    }
    return scaled;
  }
}
