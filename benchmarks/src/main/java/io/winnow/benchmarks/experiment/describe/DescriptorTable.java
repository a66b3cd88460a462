package io.winnow.benchmarks.experiment.describe;

/**
 * Descriptors of a pool's images, test pictures included.
 *
 * @param vectors one of unit length per image
 * @param duplicateCosine from which two images count as near-duplicates, calibrated when the
 *     encoder was fitted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would double the pool
public record DescriptorTable(float[][] vectors, double duplicateCosine) {}
