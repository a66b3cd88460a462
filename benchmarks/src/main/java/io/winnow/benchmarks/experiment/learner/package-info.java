/**
 * The models that the experiments improve: small networks trained on one thread in plain Java, to
 * the same bits on every machine.
 */
package io.winnow.benchmarks.experiment.learner;
