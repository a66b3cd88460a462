/**
 * Cosines between unit-length float vectors. Every cosine is accumulated over the dimension in
 * order with one fused multiply-add per entry, so that each kernel gives the same bits.
 */
package io.winnow.selection.similarity;
