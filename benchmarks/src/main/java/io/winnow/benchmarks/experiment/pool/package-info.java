/** Pools as production has them, made with a seed from public pictures. */
package io.winnow.benchmarks.experiment.pool;
