package io.winnow.selection.ledger;

import io.winnow.selection.uncertainty.Measure;

/**
 * What a pool's ranking is built by. Another specification means another ranking, built again from
 * the candidates.
 *
 * @param measure the uncertainty measure
 * @param encoder candidates without its descriptor are not ranked
 * @param timed whether candidates are also kept in order of event time, which rounds over windows
 *     need
 */
public record RankingSpec(Measure measure, EncoderRef encoder, boolean timed) {}
