package io.winnow.cli.demo.report;

import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Classification;
import io.winnow.schemas.PrecomputedUncertainty;
import io.winnow.streams.mapping.ReasonMapping;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Thumbnails of one round: what was selected, and what was dropped beside what it resembled. */
final class PictureWall {
  private final Pictures pictures;

  PictureWall(Pictures pictures) {
    this.pictures = pictures;
  }

  /** Every selected image by rank; the title says why, what the model thought and what it is. */
  String selected(RoundOutcome round) {
    return round.queries().stream()
        .map(query -> thumbnail(query.imageId(), title(query)))
        .collect(Collectors.joining("", "<div class=\"wall\">", "</div>"));
  }

  /** Every dropped image, the nearest repetitions first. */
  String dropped(RoundOutcome round) {
    Map<String, Query> selected =
        round.queries().stream().collect(Collectors.toMap(Query::imageId, Function.identity()));
    List<CandidateDecided> pairs =
        round.dropped().stream().filter(d -> d.getSimilarTo() != null).toList();
    if (pairs.isEmpty()) {
      return "<p class=\"note\">No image of this round was dropped for resembling another.</p>";
    }
    return pairs.stream()
        .sorted((a, b) -> Double.compare(b.getCosine(), a.getCosine()))
        .map(pair -> pair(pair, selected.get(pair.getSimilarTo())))
        .collect(Collectors.joining("", "<div class=\"pairs\">", "</div>"));
  }

  private String pair(CandidateDecided dropped, Query kept) {
    String keptTitle = kept == null ? dropped.getSimilarTo() : title(kept);
    return String.format(
        Locale.ROOT,
        "<figure class=\"pair\">%s%s<figcaption>%.3f</figcaption></figure>",
        thumbnail(
            dropped.getImageId(),
            String.format(
                Locale.ROOT,
                "dropped: %s, rank %d, uncertainty %.3f. %s",
                dropped.getImageId(),
                dropped.getRank(),
                dropped.getUncertainty(),
                ReasonMapping.text(dropped))),
        thumbnail(dropped.getSimilarTo(), "kept: " + keptTitle),
        dropped.getCosine());
  }

  private String thumbnail(String imageId, String title) {
    return Html.image(pictures.png(imageId), title);
  }

  private static String title(Query query) {
    return String.format(
        Locale.ROOT,
        "%s, rank %d, %s %.3f. Model: %s. Label: %s",
        query.imageId(),
        query.request().getRank(),
        query.request().getMeasure(),
        query.request().getUncertainty(),
        guess(query.request().getPrediction()),
        query.label());
  }

  private static String guess(Object prediction) {
    if (prediction instanceof Classification classification) {
      List<Double> probabilities = classification.getProbabilities();
      int best = 0;
      for (int k = 1; k < probabilities.size(); k++) {
        if (probabilities.get(k) > probabilities.get(best)) {
          best = k;
        }
      }
      return String.format(
          Locale.ROOT,
          "%s (%.0f %%)",
          classification.getClasses().get(best),
          100 * probabilities.get(best));
    }
    if (prediction instanceof PrecomputedUncertainty precomputed) {
      return String.format(Locale.ROOT, "%s %.3f", precomputed.getName(), precomputed.getValue());
    }
    return "detections";
  }
}
