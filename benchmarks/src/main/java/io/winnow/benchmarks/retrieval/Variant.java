package io.winnow.benchmarks.retrieval;

/**
 * A way to make descriptors of one network's maps.
 *
 * @param layers {@code low}, {@code middle}, {@code high} or {@code fused} (low and middle)
 * @param channels channels kept of each layer, as the encoder's flag takes them
 * @param aggregation as the encoder's flag takes it
 */
record Variant(String layers, String channels, String aggregation) {}
