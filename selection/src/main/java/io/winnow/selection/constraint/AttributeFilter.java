package io.winnow.selection.constraint;

import java.util.List;

/**
 * A condition on an attribute of an image. An image without the attribute does not meet it.
 *
 * @param attribute its name
 * @param anyOf values that meet it; empty where it is not by value
 * @param min smallest number that meets it, or null
 * @param max largest number that meets it, or null
 */
public record AttributeFilter(String attribute, List<String> anyOf, Double min, Double max) {

  /**
   * @throws IllegalArgumentException if the condition is empty or can never be met
   */
  public AttributeFilter {
    anyOf = List.copyOf(anyOf);
    Rules.require(!attribute.isEmpty(), "filter", attribute, "must name an attribute");
    Rules.require(
        !anyOf.isEmpty() || min != null || max != null,
        "filter",
        attribute,
        "must have a value or a bound");
    Rules.require(
        anyOf.isEmpty() || (min == null && max == null),
        "filter",
        attribute,
        "must go by value or by bounds, not by both");
    Rules.require(
        min == null || Double.isFinite(min), "filter minimum", min, "must be a finite number");
    Rules.require(
        max == null || Double.isFinite(max), "filter maximum", max, "must be a finite number");
    Rules.require(
        min == null || max == null || min <= max,
        "filter minimum",
        min,
        "must not exceed the maximum " + max);
  }
}
