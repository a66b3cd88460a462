/** Descriptors of a pool, fitted and computed by the product's own encoders. */
package io.winnow.benchmarks.experiment.describe;
