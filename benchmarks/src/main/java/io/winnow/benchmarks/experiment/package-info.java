/**
 * Learning curves: the closed loop of training, scoring, selecting and labelling over the selection
 * that runs in production.
 */
package io.winnow.benchmarks.experiment;
