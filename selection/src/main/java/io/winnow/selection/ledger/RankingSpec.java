package io.winnow.selection.ledger;

import io.winnow.selection.uncertainty.Scoring;

/**
 * What a pool's ranking is built by. Another specification means another ranking, built again from
 * the candidates.
 *
 * @param scoring where an image's uncertainty comes from
 * @param encoder candidates without its descriptor are not ranked
 * @param next encoder whose progress is counted, or null
 * @param timed whether candidates are also kept in order of event time, which rounds over windows
 *     need
 */
public record RankingSpec(Scoring scoring, EncoderRef encoder, EncoderRef next, boolean timed) {}
