package io.winnow.selection.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a pool knows of one image. Each input topic owns its own components, and {@code labelled}
 * and {@code selectedInRound} are monotone, so the fold gives the same candidate however the topics
 * are interleaved. Once closed, a candidate remembers only why.
 *
 * @param scores the last score by offset of each committee member, and of all models that are none,
 *     in the order of their offsets; at most {@link #MAX_MEMBERS}
 * @param encoders {@code id/size} of the encoders that described the image, in order of arrival
 * @param describedAt event time of the first description; 0 without encoders
 * @param labelled whether an oracle labelled it
 * @param selectedInRound the round that selected it, 0 if none did
 */
public record Candidate(
    List<Score> scores,
    List<String> encoders,
    long describedAt,
    boolean labelled,
    long selectedInRound) {

  /** An image of which nothing is known yet. */
  public static final Candidate UNKNOWN = new Candidate(List.of(), List.of(), 0, false, 0);

  /** Members of which a candidate keeps a score: those heard last. */
  public static final int MAX_MEMBERS = 64;

  public Candidate {
    scores = List.copyOf(scores);
    encoders = List.copyOf(encoders);
  }

  /** Returns whether the image has left the pool for good. */
  public boolean closed() {
    return labelled || selectedInRound > 0;
  }

  /** Returns whether the image is in the pool. */
  public boolean open() {
    return !closed() && (scored() || !encoders.isEmpty());
  }

  /** Returns whether a model scored the image. */
  public boolean scored() {
    return !scores.isEmpty();
  }

  /** Returns the event time that windows and retention go by. */
  public long eventTime() {
    return scored() ? scores.get(scores.size() - 1).scoredAt() : describedAt;
  }

  Candidate withScore(Score newScore) {
    List<Score> newScores = new ArrayList<>(scores);
    newScores.removeIf(score -> Objects.equals(score.member(), newScore.member()));
    if (newScores.size() == MAX_MEMBERS) {
      newScores.remove(0);
    }
    newScores.add(newScore);
    return new Candidate(newScores, encoders, describedAt, labelled, selectedInRound);
  }

  Candidate withEncoder(EncoderRef encoder, long time) {
    List<String> more = new ArrayList<>(encoders);
    more.add(encoder.toString());
    long first = encoders.isEmpty() ? time : describedAt;
    return new Candidate(scores, more, first, labelled, selectedInRound);
  }

  Candidate withLabel() {
    return new Candidate(List.of(), List.of(), 0, true, selectedInRound);
  }

  Candidate selectedIn(long round) {
    return new Candidate(List.of(), List.of(), 0, labelled, round);
  }
}
