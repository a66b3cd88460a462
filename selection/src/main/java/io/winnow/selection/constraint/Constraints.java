package io.winnow.selection.constraint;

import java.util.List;
import java.util.Map;

/**
 * What a query set must satisfy besides being uncertain and diverse.
 *
 * @param filters conditions that every image of the ranking meets
 * @param limits caps and minimums of groups in one round
 * @param relax whether limits give way where the budget cannot be filled otherwise
 */
public record Constraints(
    List<AttributeFilter> filters, List<SelectionLimit> limits, boolean relax) {

  /** Every query set will do. */
  public static final Constraints NONE = new Constraints(List.of(), List.of(), false);

  public Constraints {
    filters = List.copyOf(filters);
    limits = List.copyOf(limits);
  }

  /** Returns whether an image with these attributes meets every filter. */
  public static boolean admit(List<AttributeFilter> filters, Map<String, String> attributes) {
    return filters.stream().allMatch(filter -> filter.meets(attributes));
  }
}
