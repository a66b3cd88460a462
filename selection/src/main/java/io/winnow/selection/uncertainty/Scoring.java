package io.winnow.selection.uncertainty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How the uncertainty of an image comes from what models said about it. Where it is undefined the
 * image is not ranked, and counted.
 *
 * @param measure of one distribution, or of a committee's
 * @param boxes how a detection's boxes are combined
 * @param emptyDetections what an image without boxes is
 * @param committee whose members are combined, or null where the last opinion counts
 */
public record Scoring(
    Measure measure, BoxAggregation boxes, EmptyDetections emptyDetections, Committee committee) {

  /**
   * The uncertainty of an image without boxes where the policy calls it the most uncertain. A
   * number rather than infinity, which JSON does not have; no sum over the boxes of one image comes
   * near it.
   */
  public static final double EMPTY_IMAGE = 1e9;

  /**
   * @throws IllegalArgumentException if the measure needs a committee and there is none
   */
  public Scoring {
    Objects.requireNonNull(measure, "measure");
    Objects.requireNonNull(boxes, "boxes");
    Objects.requireNonNull(emptyDetections, "emptyDetections");
    if (measure.needsCommittee() && committee == null) {
      throw new IllegalArgumentException("measure " + measure.label() + " needs a committeeSize");
    }
  }

  /** A single model's scores as the paper has them: summed over boxes, empty images skipped. */
  public static Scoring of(Measure measure) {
    return new Scoring(measure, BoxAggregation.SUM, EmptyDetections.SKIP, null);
  }

  /**
   * The opinions that count: the last one without a committee; with one, those of the members heard
   * last, at most as many as it has, by their names' order. So a member under a new name takes the
   * place of the one that fell silent, and an opinion that names no member is not the committee's.
   *
   * @param opinions in the order of arrival, at most one per member, at least one
   */
  public <T extends Opinion> List<T> counted(List<T> opinions) {
    if (committee == null) {
      return List.of(opinions.get(opinions.size() - 1));
    }
    List<T> members =
        new ArrayList<>(opinions.stream().filter(opinion -> opinion.member() != null).toList());
    List<T> counted =
        new ArrayList<>(
            members.subList(Math.max(0, members.size() - committee.size()), members.size()));
    counted.sort(Comparator.comparing(Opinion::member));
    return counted;
  }

  /** Whether members of the committee are missing. */
  public boolean incomplete(List<? extends Opinion> opinions) {
    return committee != null && counted(opinions).size() < committee.size();
  }

  /**
   * The uncertainty of an image.
   *
   * <p>Undefined are: an image without detections, unless the policy says otherwise; a precomputed
   * score under a measure of distributions, and a distribution under {@link Measure#PRECOMPUTED}; a
   * committee of which fewer than the minimum are in, or whose members do not name the same
   * classes. A committee's detections, whose boxes nobody has matched, have the mean of the
   * members' uncertainties under the measures of one model and {@link Measure#MEAN_ENTROPY}, and
   * none under the others.
   *
   * @param opinions in the order of arrival, at most one per member, at least one
   */
  public OptionalDouble of(List<? extends Opinion> opinions) {
    if (committee == null) {
      return ofOne(measure, opinions.get(opinions.size() - 1).prediction());
    }
    List<Prediction> predictions =
        counted(opinions).stream().<Prediction>map(Opinion::prediction).toList();
    if (predictions.isEmpty() || predictions.size() < committee.minimum()) {
      return OptionalDouble.empty();
    }
    if (predictions.stream().allMatch(Classification.class::isInstance)) {
      return measure == Measure.PRECOMPUTED
          ? OptionalDouble.empty()
          : Consensus.of(predictions)
              .map(consensus -> OptionalDouble.of(consensus.uncertainty(measure)))
              .orElse(OptionalDouble.empty());
    }
    return meanOfMembers(predictions);
  }

  /**
   * What the opinions that count say together: the mean distribution of classifications over the
   * same classes, else what the last of them said.
   *
   * @param opinions as {@link #counted} has them, at least one
   */
  public static Prediction consensus(List<? extends Opinion> opinions) {
    List<Prediction> predictions = opinions.stream().<Prediction>map(Opinion::prediction).toList();
    Prediction last = predictions.get(predictions.size() - 1);
    return predictions.size() == 1
        ? last
        : Consensus.of(predictions).<Prediction>map(Consensus::mean).orElse(last);
  }

  private OptionalDouble meanOfMembers(List<Prediction> predictions) {
    Measure ofMember = measure == Measure.MEAN_ENTROPY ? Measure.ENTROPY : measure;
    if (ofMember.needsCommittee()) {
      return OptionalDouble.empty();
    }
    double sum = 0.0;
    for (Prediction prediction : predictions) {
      OptionalDouble uncertainty = ofOne(ofMember, prediction);
      if (uncertainty.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += uncertainty.getAsDouble();
    }
    return OptionalDouble.of(sum / predictions.size());
  }

  private OptionalDouble ofOne(Measure single, Prediction prediction) {
    if (prediction instanceof PrecomputedUncertainty score) {
      return single == Measure.PRECOMPUTED
          ? OptionalDouble.of(score.oriented())
          : OptionalDouble.empty();
    }
    if (single == Measure.PRECOMPUTED) {
      return OptionalDouble.empty();
    }
    if (prediction instanceof Classification classification) {
      return OptionalDouble.of(Distributions.uncertainty(single, classification.probabilities()));
    }
    return ofBoxes(single, ((Detections) prediction).boxes());
  }

  private OptionalDouble ofBoxes(Measure single, List<DetectedBox> detected) {
    if (detected.isEmpty()) {
      return switch (emptyDetections) {
        case SKIP -> OptionalDouble.empty();
        case MOST_UNCERTAIN -> OptionalDouble.of(EMPTY_IMAGE);
      };
    }
    double sum = 0.0;
    double largest = Double.NEGATIVE_INFINITY;
    for (DetectedBox box : detected) {
      double uncertainty = Distributions.uncertainty(single, box.probabilities());
      sum += uncertainty;
      largest = Math.max(largest, uncertainty);
    }
    return OptionalDouble.of(
        switch (boxes) {
          case SUM -> sum;
          case MEAN -> sum / detected.size();
          case MAX -> largest;
        });
  }
}
