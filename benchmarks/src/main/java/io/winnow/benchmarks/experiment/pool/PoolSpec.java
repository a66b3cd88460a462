package io.winnow.benchmarks.experiment.pool;

/**
 * How a pool is made.
 *
 * @param name for results
 * @param data {@code sample} (the demo's pictures), {@code fashion-mnist} or {@code cifar-10}
 * @param kind {@code clean}, {@code near-duplicates}, {@code long-tail} or {@code drift}
 * @param size images, before a long tail is cut; at least 1
 * @param test pictures that accuracy is measured on, at least 1
 * @param seed of everything drawn
 */
public record PoolSpec(String name, String data, String kind, int size, int test, long seed) {}
