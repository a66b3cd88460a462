package io.winnow.descriptor.encoder;

import java.util.Objects;

/**
 * How an encoder came about. Kept in its file, no part of its identity.
 *
 * @param sampleCount images of the calibration sample
 * @param sampleDigest SHA-256 over the preprocessed pixels of the sample, in order, hex
 * @param seed seed with which the sample was drawn
 * @param backend backend that computed the maps
 * @param rank numerical rank of the sample's features
 * @param explainedVariance share of the sample's variance that the components keep, 0..1
 * @param whitening power of a component's standard deviation that its row is divided by, 0..1
 * @param algorithm how the PCA was computed: covariance, gram or incremental
 * @param duplicateCosine from which cosine on images count as near-duplicates
 */
public record FitRecord(
    int sampleCount,
    String sampleDigest,
    long seed,
    String backend,
    int rank,
    double explainedVariance,
    double whitening,
    String algorithm,
    DuplicateCosine duplicateCosine) {

  public FitRecord {
    Objects.requireNonNull(algorithm, "fit.algorithm is missing");
    Objects.requireNonNull(duplicateCosine, "fit.duplicateCosine is missing");
  }
}
