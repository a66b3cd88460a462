package io.winnow.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.topic.Partitions;
import io.winnow.selection.ledger.Candidate;
import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.ledger.ReportedCandidate;
import io.winnow.selection.ledger.Standing;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.round.ClosedRound;
import io.winnow.selection.round.PoolPartition;
import io.winnow.selection.round.RoundAbort;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What became of one image in one round.
 *
 * @param outcome in one word
 * @param rank place in the ranking of the whole pool, from 1; null where it is not ranked
 * @param eligible how many competed
 * @param uncertainty by the policy's measure; null where it is not ranked
 * @param similarTo the selected image it repeats, or null
 * @param cosine to that image, or null
 * @param sentence all of it, in words
 */
public record Explanation(
    String pool,
    long round,
    String imageId,
    Outcome outcome,
    Integer rank,
    long eligible,
    Double uncertainty,
    String similarTo,
    Double cosine,
    String sentence) {

  /** What became of an image. */
  public enum Outcome {
    SELECTED,
    DROPPED,
    BELOW_THE_SHORTLIST,
    OUTSIDE_THE_WINDOW,
    FILTERED_OUT,
    WITHOUT_UNCERTAINTY,
    NOT_DESCRIBED,
    NOT_SCORED,
    LABELLED_BEFORE,
    SELECTED_BEFORE,
    UNKNOWN,
    ABORTED
  }

  /** Explains from a round that was decided again and is still open at its partitions. */
  public static Explanation of(ReplayedRound replayed, String imageId) {
    return new Reasoning(replayed, imageId).explain();
  }

  /** Finds the one reason that holds. */
  private static final class Reasoning {
    private final ReplayedRound replayed;
    private final ClosedRound round;
    private final String pool;
    private final String imageId;
    private final long windowEnd;

    Reasoning(ReplayedRound replayed, String imageId) {
      this.replayed = replayed;
      this.round = replayed.decided().round();
      this.pool = replayed.opened().pool();
      this.imageId = imageId;
      Long end = replayed.opened().window().end();
      this.windowEnd = end == null ? Long.MAX_VALUE : end;
    }

    Explanation explain() {
      RoundAbort abort = round.manifest().abort();
      if (abort != null) {
        return unranked(Outcome.ABORTED, "the round was aborted: " + abort.reason());
      }
      for (CandidateDecision decision : round.decisions()) {
        if (decision.imageId().equals(imageId)) {
          return decided(decision);
        }
      }
      PoolLedger ledger = ledger();
      Candidate candidate = ledger.candidate(pool, imageId);
      Standing standing = ledger.standing(pool, imageId);
      return switch (standing) {
        case RANKED -> candidate.eventTime() >= windowEnd ? outsideWindow() : belowShortlist();
        case SELECTED ->
            unranked(
                Outcome.SELECTED_BEFORE,
                "selected before, in round " + candidate.selectedInRound());
        case LABELLED -> unranked(Outcome.LABELLED_BEFORE, "labelled before the round");
        case UNSCORED -> unranked(Outcome.NOT_SCORED, "described, but not yet scored");
        case UNDESCRIBED ->
            unranked(
                Outcome.NOT_DESCRIBED,
                "scored, but not described by the encoder of the round, "
                    + replayed.opened().policy().encoders().current()
                    + (candidate.encoders().isEmpty()
                        ? ""
                        : "; by " + String.join(", ", new TreeSet<>(candidate.encoders()))));
        case UNDEFINED ->
            unranked(
                Outcome.WITHOUT_UNCERTAINTY, "the measure is undefined for what the model said");
        case FILTERED_OUT ->
            unranked(Outcome.FILTERED_OUT, "its attributes do not meet the policy's filters");
        case UNKNOWN ->
            unranked(
                Outcome.UNKNOWN,
                "neither scored nor described by then, or forgotten with an earlier window");
      };
    }

    private Explanation decided(CandidateDecision decision) {
      StringBuilder sentence = new StringBuilder(ranked(decision.rank(), decision.uncertainty()));
      if (decision.selected()) {
        sentence.append(", selected as ").append(ordinal(placeOf(imageId)));
        sentence.append(" of ").append(round.query().size()).append(": ");
        sentence.append(decision.why());
      } else {
        sentence.append(", dropped: ").append(decision.why());
      }
      return explanation(
          decision.selected() ? Outcome.SELECTED : Outcome.DROPPED,
          decision.rank(),
          decision.uncertainty(),
          decision.similarTo(),
          decision.cosine(),
          sentence.toString());
    }

    private Explanation belowShortlist() {
      Comparator<ReportedCandidate> order =
          Comparator.comparingDouble(ReportedCandidate::uncertainty)
              .reversed()
              .thenComparing(ReportedCandidate::imageId);
      List<ReportedCandidate> ranking = ranking().sorted(order).toList();
      int rank = 0;
      while (!ranking.get(rank).imageId().equals(imageId)) {
        rank++;
      }
      double uncertainty = ranking.get(rank).uncertainty();
      return explanation(
          Outcome.BELOW_THE_SHORTLIST,
          rank + 1,
          uncertainty,
          null,
          null,
          ranked(rank + 1, uncertainty)
              + ", below the "
              + round.decisions().size()
              + " that the round looked at");
    }

    private Explanation outsideWindow() {
      return unranked(Outcome.OUTSIDE_THE_WINDOW, "scored after the end of the window");
    }

    private Explanation unranked(Outcome outcome, String reason) {
      return explanation(outcome, null, null, null, null, reason);
    }

    private Explanation explanation(
        Outcome outcome,
        Integer rank,
        Double uncertainty,
        String similarTo,
        Double cosine,
        String sentence) {
      return new Explanation(
          pool,
          replayed.opened().round(),
          imageId,
          outcome,
          rank,
          round.manifest().counts().eligible(),
          uncertainty,
          similarTo,
          cosine,
          sentence);
    }

    private String ranked(int rank, double uncertainty) {
      return String.format(
          Locale.ROOT,
          "ranked %s of %,d with %s %.4f",
          ordinal(rank),
          round.manifest().counts().eligible(),
          replayed.opened().policy().scoring().measure().label(),
          uncertainty);
    }

    /** The place in the query set, from 1; 0 if it is not in it. */
    private int placeOf(String image) {
      for (ClosedRound.QueriedImage queried : round.query()) {
        if (queried.image().candidate().imageId().equals(image)) {
          return queried.rank();
        }
      }
      return 0;
    }

    private Stream<ReportedCandidate> ranking() {
      return replayed.partitions().stream()
          .map(PoolPartition::ledger)
          .flatMap(ledger -> ledger.best(pool, Integer.MAX_VALUE, windowEnd).stream());
    }

    private PoolLedger ledger() {
      int owner = Partitions.of(imageId.getBytes(UTF_8), replayed.partitions().size());
      return replayed.partitions().get(owner).ledger();
    }

    private static String ordinal(int number) {
      int tens = number % 100;
      String suffix = "th";
      if (tens < 11 || tens > 13) {
        suffix =
            switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
      }
      return String.format(Locale.ROOT, "%,d%s", number, suffix);
    }
  }
}
