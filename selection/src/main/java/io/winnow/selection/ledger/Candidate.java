package io.winnow.selection.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pool knows of one image. Each input topic owns its own components, and {@code labelled}
 * and {@code selectedInRound} are monotone, so the fold gives the same candidate however the topics
 * are interleaved. Once closed, a candidate remembers only why.
 *
 * @param score the last score by offset, or null
 * @param encoders {@code id/size} of the encoders that described the image, in order of arrival
 * @param describedAt event time of the first description; 0 without encoders
 * @param labelled whether an oracle labelled it
 * @param selectedInRound the round that selected it, 0 if none did
 */
public record Candidate(
    Score score, List<String> encoders, long describedAt, boolean labelled, long selectedInRound) {

  /** An image of which nothing is known yet. */
  public static final Candidate UNKNOWN = new Candidate(null, List.of(), 0, false, 0);

  public Candidate {
    encoders = List.copyOf(encoders);
  }

  /** Returns whether the image has left the pool for good. */
  public boolean closed() {
    return labelled || selectedInRound > 0;
  }

  /** Returns whether the image is in the pool. */
  public boolean open() {
    return !closed() && (score != null || !encoders.isEmpty());
  }

  /** Returns the event time that windows and retention go by. */
  public long eventTime() {
    return score != null ? score.scoredAt() : describedAt;
  }

  Candidate withScore(Score newScore) {
    return new Candidate(newScore, encoders, describedAt, labelled, selectedInRound);
  }

  Candidate withEncoder(EncoderRef encoder, long time) {
    List<String> more = new ArrayList<>(encoders);
    more.add(encoder.toString());
    long first = encoders.isEmpty() ? time : describedAt;
    return new Candidate(score, more, first, labelled, selectedInRound);
  }

  Candidate withLabel() {
    return new Candidate(null, List.of(), 0, true, selectedInRound);
  }

  Candidate selectedIn(long round) {
    return new Candidate(null, List.of(), 0, labelled, round);
  }
}
