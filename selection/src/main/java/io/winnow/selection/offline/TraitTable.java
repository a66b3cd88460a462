package io.winnow.selection.offline;

import io.winnow.selection.constraint.ImageTraits;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.uncertainty.PredictedClass;
import io.winnow.selection.uncertainty.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct combinations of predicted class and what else the policy's limits group images by:
 * few, so that an image needs no more than the number of its own.
 */
final class TraitTable {
  private final List<SelectionLimit> limits;
  private final Map<ImageTraits, Integer> numbers = new HashMap<>();
  private final List<ImageTraits> traits = new ArrayList<>();

  TraitTable(List<SelectionLimit> limits) {
    this.limits = limits;
  }

  /** Returns the number of an image's traits. */
  int number(Prediction prediction, String uri, Map<String, String> attributes) {
    ImageTraits needed = needed(prediction, uri, attributes);
    Integer number = numbers.putIfAbsent(needed, traits.size());
    if (number != null) {
      return number;
    }
    traits.add(needed);
    return traits.size() - 1;
  }

  ImageTraits traits(int number) {
    return traits.get(number);
  }

  private ImageTraits needed(Prediction prediction, String uri, Map<String, String> attributes) {
    String predictedClass = PredictedClass.of(prediction).orElse(null);
    String source = null;
    Map<String, String> limited = Map.of();
    for (SelectionLimit limit : limits) {
      if (limit.by().equals(SelectionLimit.SOURCE)) {
        source = uri;
      } else if (!limit.by().equals(SelectionLimit.CLASS)) {
        String name = limit.by().substring(SelectionLimit.ATTRIBUTE.length());
        if (attributes.containsKey(name)) {
          limited = limited.isEmpty() ? new HashMap<>() : limited;
          limited.put(name, attributes.get(name));
        }
      }
    }
    return new ImageTraits(predictedClass, source, limited);
  }
}
