package io.winnow.selection.ledger;

import io.winnow.selection.uncertainty.BoxAggregation;
import io.winnow.selection.uncertainty.Committee;
import io.winnow.selection.uncertainty.EmptyDetections;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Scoring;

/** Bytes of a {@link Scoring} inside those of other state. */
public final class ScoringCodec {

  private ScoringCodec() {}

  public static void write(StateWriter out, Scoring scoring) {
    out.writeString(scoring.measure().label());
    out.writeString(scoring.boxes().label());
    out.writeString(scoring.emptyDetections().label());
    out.writeNullable(
        scoring.committee(),
        (to, committee) -> {
          to.writeInt(committee.size());
          to.writeInt(committee.minimum());
        });
  }

  public static Scoring read(StateReader in) {
    return new Scoring(
        Measure.named(in.readString()),
        BoxAggregation.named(in.readString()),
        EmptyDetections.named(in.readString()),
        in.readNullable(from -> new Committee(from.readInt(), from.readInt())));
  }
}
