package io.winnow.selection.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.selection.constraint.AttributeFilter;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.policy.EncoderPolicy;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.query.LimitOutcome;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
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
   * which is no heavier than the heaviest score ({@link #ONE_SCORE_BYTES}), for the descriptor with
   * the attributes, and for the group that a reason names, which is one of them: 1 MiB each.
   */
  public static final int CANDIDATE_BYTES = 12 << 20;

  /**
   * Weight of one score: requests and reports repeat that of one member beside those of all. Of a
   * record of 1 MiB it is reached only where another schema writes less for the same numbers.
   */
  public static final int ONE_SCORE_BYTES = 2_000_000;

  /** Weight of a policy; manifests and commands repeat it. */
  public static final int POLICY_BYTES = 256 << 10;

  /**
   * Weight of each list in a manifest: of model versions, of what limits did, and of the predicted
   * classes of shortlist and selection. What does not fit is left out, see {@link Listing}.
   */
  public static final int LIST_BYTES = 2 << 20;

  /**
   * Weight from which what a partition reports, and what it is told of its selected images, goes on
   * in another record.
   */
  public static final int CHUNK_BYTES = 400_000;

  /** Bytes, in UTF-8, of a model's name, its version, a member's name and the id of a request. */
  public static final int NAME_BYTES = 1024;

  /** Requests of a pool that wait for a round. */
  public static final int QUEUED_REQUESTS = 100;

  /** Encoders of which a candidate has a descriptor. */
  public static final int CANDIDATE_ENCODERS = 1000;

  /** Partitions of every topic; manifests and what a round awaits name each. */
  public static final int PARTITIONS = 10_000;

  /** Length of a string or a list, tags of unions, ends of blocks: less than this in both forms. */
  private static final int FRAME_BYTES = 16;

  /** Fields of a score that are not text: times, tags, counts. */
  private static final int SCORE_BYTES = 64;

  /** Fields of a policy beside its lists and encoders: numbers, and names of this software. */
  private static final int POLICY_FIELD_BYTES = 1024;

  private static final int COORDINATES = 4;

  /** A box with one score, but for its label: 56 in the state, at most 48 in Avro. */
  private static final int SCORED_BOX_BYTES = 64;

  private SizeLimits() {}

  /** Returns an upper bound of the score's bytes. */
  public static long weight(Score score) {
    return SCORE_BYTES
        + textWeight(score.model())
        + textWeight(score.modelVersion())
        + (score.member() == null ? 0 : textWeight(score.member()))
        + weight(score.prediction());
  }

  /**
   * Returns the scores' weight.
   *
   * @param scores of an image, the new one last
   * @throws SizeLimitException if they are heavier than {@link #CANDIDATE_BYTES}, or the new one
   *     than {@link #ONE_SCORE_BYTES}
   */
  public static long checkScores(List<Score> scores) {
    long weight = 0;
    long newest = 0;
    for (Score score : scores) {
      newest = weight(score);
      weight += newest;
    }
    check("ONE_SCORE_BYTES", "weight of the score", newest, ONE_SCORE_BYTES);
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

  /**
   * @param partitions of every topic
   * @throws SizeLimitException if there are more than {@link #PARTITIONS}
   */
  public static void checkPartitions(int partitions) {
    check("PARTITIONS", "number of partitions of every topic", partitions, PARTITIONS);
  }

  /**
   * Returns the policy.
   *
   * @throws SizeLimitException if it is heavier than {@link #POLICY_BYTES}
   */
  public static PoolPolicy checkPolicy(PoolPolicy policy) {
    check("POLICY_BYTES", "weight of the policy", weight(policy), POLICY_BYTES);
    return policy;
  }

  /** Returns an upper bound of the policy's bytes. */
  public static long weight(PoolPolicy policy) {
    EncoderPolicy encoders = policy.encoders();
    long weight = POLICY_FIELD_BYTES + textWeight(encoders.current().id());
    weight += encoders.next() == null ? 0 : textWeight(encoders.next().id());
    for (AttributeFilter filter : policy.constraints().filters()) {
      weight += FRAME_BYTES + doubles(2) + textWeight(filter.attribute()) + weight(filter.anyOf());
    }
    for (SelectionLimit limit : policy.constraints().limits()) {
      weight += weight(limit);
    }
    return weight;
  }

  /** Returns an upper bound of the bytes of an entry of a manifest. */
  public static long weight(LimitOutcome outcome) {
    return FRAME_BYTES + weight(outcome.limit()) + textWeight(outcome.group());
  }

  private static long weight(SelectionLimit limit) {
    return FRAME_BYTES
        + FRAME_BYTES
        + textWeight(limit.by())
        + (limit.value() == null ? 0 : textWeight(limit.value()));
  }

  /** Returns an upper bound of the bytes of a name with a number. */
  public static long countWeight(String name) {
    return FRAME_BYTES + textWeight(name);
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
      long weight = weight(detections.classes()) + FRAME_BYTES;
      for (DetectedBox box : detections.boxes()) {
        weight += weight(detections.classes(), box);
      }
      return weight;
    } else if (prediction instanceof PrecomputedUncertainty precomputed) {
      return textWeight(precomputed.name()) + doubles(1);
    }
    throw new IllegalArgumentException("unknown prediction " + prediction.getClass().getName());
  }

  private static long weight(List<String> classes, DetectedBox box) {
    if (!box.hasSingleScore()) {
      return FRAME_BYTES + doubles(COORDINATES) + doubles(classes.size());
    }
    // Of a single class, a box does not name it.
    int label = classes.size() == 1 ? 0 : classes.get(box.scoredClass()).getBytes(UTF_8).length;
    return SCORED_BOX_BYTES + label;
  }

  private static long weight(List<String> names) {
    return FRAME_BYTES + names.stream().mapToLong(SizeLimits::textWeight).sum();
  }

  /** Returns an upper bound of the bytes of a text: its length takes one to five. */
  public static long textWeight(String text) {
    return 5L + text.getBytes(UTF_8).length;
  }

  private static long doubles(int count) {
    return FRAME_BYTES + (long) count * Double.BYTES;
  }
}
