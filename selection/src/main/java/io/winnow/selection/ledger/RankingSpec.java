package io.winnow.selection.ledger;

import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.uncertainty.Scoring;
import java.util.List;

/**
 * What a pool's ranking is built by. Another specification means another ranking, built again from
 * the candidates.
 *
 * @param scoring where an image's uncertainty comes from
 * @param encoder candidates without its descriptor are not ranked
 * @param next encoder whose progress is counted, or null
 * @param filters conditions that every ranked candidate meets
 * @param timed whether candidates are also kept in order of event time, which rounds over windows
 *     need
 */
public record RankingSpec(
    Scoring scoring,
    EncoderRef encoder,
    EncoderRef next,
    List<AttributeFilter> filters,
    boolean timed) {

  public RankingSpec {
    filters = List.copyOf(filters);
  }
}
