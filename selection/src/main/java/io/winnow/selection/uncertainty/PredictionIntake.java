package io.winnow.selection.uncertainty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a valid prediction of what a model wrote: the one place that decides what is noise, what is
 * rounding and what is refused. What it makes is kept as it is: nothing is corrected twice, so a
 * replay of the same record comes to the same bits.
 *
 * <ul>
 *   <li>A probability or coordinate below 0 by no more than {@value #NOISE} is 0, as {@code 1 - p}
 *       in float32 has it; a score above 1 by no more is 1.
 *   <li>Probabilities that sum to 1 within {@value ClassDistribution#SUM_TOLERANCE} are taken as
 *       they are. Of n classes rounded to three digits, each is off by 0.0005 at most: sums within
 *       {@code 0.0005 * min(n, 100)} are divided by their sum, taken in the order of the classes.
 *   <li>A box that is not valid is left out, unless none is left.
 * </ul>
 *
 * <p>An object is for one prediction: it counts what it corrected.
 */
public final class PredictionIntake {

  /** How far below 0 a probability is noise; float32 has a resolution of 1.2e-7 at 1. */
  static final double NOISE = 1e-6;

  /** Half of the last of three digits. */
  private static final double ROUNDING = 5e-4;

  /** What the sum of decimal fractions in binary is off besides. */
  private static final double SUM_NOISE = 1e-9;

  /** Classes beyond which the tolerance grows no further: what is 5 % off is no rounding. */
  private static final int MOST_ROUNDED = 100;

  private int clipped;
  private int divided;
  private int droppedBoxes;

  /**
   * A box as a model wrote it.
   *
   * @param probabilities one per class; empty where there is a score
   * @param score or null; with a single class, a single probability is one
   * @param label class that the score is about; null with a single class
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record RawBox(
      double x,
      double y,
      double width,
      double height,
      double[] probabilities,
      Double score,
      String label) {}

  /**
   * What was corrected.
   *
   * @param clipped numbers that were noise
   * @param divided distributions that were divided by their sum
   * @param droppedBoxes boxes that were left out
   */
  public record Corrections(int clipped, int divided, int droppedBoxes) {

    /** Nothing was. */
    public static final Corrections NONE = new Corrections(0, 0, 0);
  }

  /** Returns what has been corrected so far. */
  public Corrections corrections() {
    return new Corrections(clipped, divided, droppedBoxes);
  }

  /**
   * Returns the class probabilities of an image.
   *
   * @param probabilities not changed
   * @throws InvalidPredictionException if they are not valid, in one line that says why
   */
  public Classification classification(List<String> classes, double[] probabilities) {
    return new Classification(classes, distribution(probabilities));
  }

  /**
   * Returns the detections of an image.
   *
   * @throws InvalidPredictionException if they are not valid, or boxes were given and none of them
   *     is; in one line that says why
   */
  public Detections detections(List<String> classes, List<RawBox> boxes) {
    List<String> checked = new Detections(classes, List.of()).classes();
    Map<String, Integer> indexes = new HashMap<>();
    checked.forEach(name -> indexes.put(name, indexes.size()));
    List<DetectedBox> valid = new ArrayList<>();
    String firstProblem = null;
    for (int i = 0; i < boxes.size(); i++) {
      int clippedBefore = clipped;
      int dividedBefore = divided;
      try {
        DetectedBox box = box(indexes, boxes.get(i));
        Detections.check(checked, box, i);
        valid.add(box);
      } catch (InvalidPredictionException e) {
        clipped = clippedBefore;
        divided = dividedBefore;
        droppedBoxes++;
        firstProblem = firstProblem == null ? e.getMessage() : firstProblem;
      }
    }
    if (valid.isEmpty() && firstProblem != null) {
      throw new InvalidPredictionException(
          "none of " + boxes.size() + " boxes is valid, the first: " + firstProblem);
    }
    return new Detections(checked, valid);
  }

  /**
   * @param classes to their indexes
   */
  private DetectedBox box(Map<String, Integer> classes, RawBox box) {
    double x = withoutNoise(box.x());
    double y = withoutNoise(box.y());
    double[] probabilities = box.probabilities();
    if (box.score() == null && !(classes.size() == 1 && probabilities.length == 1)) {
      return new DetectedBox(x, y, box.width(), box.height(), distribution(probabilities));
    }
    if (box.score() != null && probabilities.length > 0) {
      throw new InvalidPredictionException("box has both a score and probabilities");
    }
    double score = withoutNoise(box.score() == null ? probabilities[0] : box.score());
    if (score > 1.0 && score <= 1.0 + NOISE) {
      clipped++;
      score = 1.0;
    }
    return DetectedBox.scored(
        x, y, box.width(), box.height(), scoredClass(classes, box.label()), score);
  }

  private static int scoredClass(Map<String, Integer> classes, String label) {
    if (label == null && classes.size() == 1) {
      return 0;
    }
    Integer index = classes.get(label);
    if (index == null) {
      throw new InvalidPredictionException(
          label == null
              ? "box has a score but no label, which of " + classes.size() + " classes it is about"
              : "box has label '" + label + "', which is none of the classes");
    }
    return index;
  }

  private double[] distribution(double[] raw) {
    double[] probabilities = raw;
    double sum = 0.0;
    for (int i = 0; i < raw.length; i++) {
      double probability = withoutNoise(raw[i]);
      if (probability != raw[i] && probabilities == raw) {
        probabilities = raw.clone();
      }
      if (probabilities != raw) {
        probabilities[i] = probability;
      }
      if (!(probability >= 0.0)) {
        return probabilities; // refused for that
      }
      sum += probability;
    }
    double off = Math.abs(sum - 1.0);
    if (off <= ClassDistribution.SUM_TOLERANCE || !Double.isFinite(sum) || raw.length == 0) {
      return probabilities;
    }
    double tolerance = ROUNDING * Math.min(raw.length, MOST_ROUNDED);
    if (off > tolerance + SUM_NOISE) {
      throw new InvalidPredictionException(
          "probabilities sum to " + sum + ", not to 1 within " + tolerance);
    }
    divided++;
    double[] normalised = new double[probabilities.length];
    for (int i = 0; i < normalised.length; i++) {
      normalised[i] = probabilities[i] / sum;
    }
    return normalised;
  }

  private double withoutNoise(double value) {
    if (value < 0.0 && value >= -NOISE) {
      clipped++;
      return 0.0;
    }
    return value;
  }
}
