package io.winnow.selection.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.selection.ledger.Score;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import java.util.List;

/**
 * Limits of inputs, and the sizes that follow from them. The weight of a score is an upper bound of
 * its bytes, with all names written out, in a state entry as well as in an Avro record.
 */
public final class SizeLimits {

  /** Bytes of a value that the topics of results and the changelogs of the state take. */
  public static final int RECORD_BYTES = 16 << 20;

  /**
   * Weight of all scores of one image. What is left of a record has room for the mean distribution,
   * which is no heavier than the heaviest score, for the descriptor and for the attributes: a value
   * of 1 MiB each.
   */
  public static final int CANDIDATE_BYTES = 12 << 20;

  /** Bytes, in UTF-8, of a model's name, its version, a member's name and the id of a request. */
  public static final int NAME_BYTES = 1024;

  /** Requests of a pool that wait for a round. */
  public static final int QUEUED_REQUESTS = 100;

  /** Encoders of which a candidate has a descriptor. */
  public static final int CANDIDATE_ENCODERS = 1000;

  /** Length of a string or a list, tags of unions, ends of blocks: less than this in both forms. */
  private static final int FRAME_BYTES = 16;

  /** Fields of a score that are not text: times, tags, counts. */
  private static final int SCORE_BYTES = 64;

  private static final int COORDINATES = 4;

  private SizeLimits() {}

  /** Returns an upper bound of the score's bytes. */
  public static long weight(Score score) {
    return SCORE_BYTES
        + weight(score.model())
        + weight(score.modelVersion())
        + (score.member() == null ? 0 : weight(score.member()))
        + weight(score.prediction());
  }

  /**
   * Returns the scores' weight.
   *
   * @throws SizeLimitException if they are heavier than {@link #CANDIDATE_BYTES}
   */
  public static long checkScores(List<Score> scores) {
    long weight = scores.stream().mapToLong(SizeLimits::weight).sum();
    check("CANDIDATE_BYTES", "weight of all scores of the image", weight, CANDIDATE_BYTES);
    return weight;
  }

  /**
   * Returns the name.
   *
   * @param field what it is the name of
   * @throws SizeLimitException if it is longer than {@link #NAME_BYTES}
   */
  public static String checkName(String field, String name) {
    check(
        "NAME_BYTES", "length of " + field + " in bytes", name.getBytes(UTF_8).length, NAME_BYTES);
    return name;
  }

  /**
   * @param waiting requests of the pool, the new one included
   * @throws SizeLimitException if there are more than {@link #QUEUED_REQUESTS}
   */
  public static void checkQueue(int waiting) {
    check("QUEUED_REQUESTS", "number of requests that wait", waiting, QUEUED_REQUESTS);
  }

  /**
   * @param encoders of the image, the new one included
   * @throws SizeLimitException if there are more than {@link #CANDIDATE_ENCODERS}
   */
  public static void checkEncoders(int encoders) {
    check("CANDIDATE_ENCODERS", "number of the image's encoders", encoders, CANDIDATE_ENCODERS);
  }

  private static void check(String limit, String what, long found, long allowed) {
    if (found > allowed) {
      throw new SizeLimitException(limit, what, found, allowed);
    }
  }

  private static long weight(Prediction prediction) {
    if (prediction instanceof Classification classification) {
      return weight(classification.classes()) + doubles(classification.classes().size());
    } else if (prediction instanceof Detections detections) {
      long box = FRAME_BYTES + doubles(COORDINATES) + doubles(detections.classes().size());
      return weight(detections.classes()) + FRAME_BYTES + detections.boxes().size() * box;
    } else if (prediction instanceof PrecomputedUncertainty precomputed) {
      return weight(precomputed.name()) + doubles(1);
    }
    throw new IllegalArgumentException("unknown prediction " + prediction.getClass().getName());
  }

  private static long weight(List<String> names) {
    return FRAME_BYTES + names.stream().mapToLong(SizeLimits::weight).sum();
  }

  // Four bytes in the state, one to five in Avro.
  private static long weight(String text) {
    return 5L + text.getBytes(UTF_8).length;
  }

  private static long doubles(int count) {
    return FRAME_BYTES + (long) count * Double.BYTES;
  }
}
