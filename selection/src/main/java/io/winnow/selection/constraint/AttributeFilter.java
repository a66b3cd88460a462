package io.winnow.selection.constraint;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A condition on an attribute of an image. An image without the attribute does not meet it.
 *
 * @param attribute its name
 * @param anyOf values that meet it; empty where it is not by value
 * @param min smallest number that meets it, or null
 * @param max largest number that meets it, or null
 */
public record AttributeFilter(String attribute, List<String> anyOf, Double min, Double max) {

  /** Decimal numbers; Java's own also has suffixes, hexadecimal digits and infinities. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  /**
   * @throws IllegalArgumentException if the condition is empty or can never be met
   */
  public AttributeFilter {
    anyOf = List.copyOf(anyOf);
    Rules.requireText("filter attribute", attribute);
    anyOf.forEach(value -> Rules.requireText("filter value", value));
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

  /** Returns whether an image with these attributes meets the condition. */
  public boolean meets(Map<String, String> attributes) {
    String value = attributes.get(attribute);
    if (value == null) {
      return false;
    }
    return anyOf.isEmpty() ? withinBounds(value) : anyOf.contains(value);
  }

  /** What is not a number lies within no bounds. */
  private boolean withinBounds(String value) {
    if (!NUMBER.matcher(value).matches()) {
      return false;
    }
    double number = Double.parseDouble(value);
    return (min == null || number >= min) && (max == null || number <= max);
  }
}
