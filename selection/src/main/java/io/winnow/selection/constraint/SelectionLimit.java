package io.winnow.selection.constraint;

/**
 * How many images of a group one round selects.
 *
 * @param by {@link #CLASS}, {@link #SOURCE} or {@link #ATTRIBUTE} followed by a name
 * @param value the group, or null for every group
 * @param min at least so many where the shortlist has them
 * @param max at most so many, or null
 */
public record SelectionLimit(String by, String value, int min, Integer max) {

  /** Groups images by the class of the largest probability. */
  public static final String CLASS = "class";

  /** Groups images by their URI without its last segment. */
  public static final String SOURCE = "source";

  /** Groups images by the attribute whose name follows. */
  public static final String ATTRIBUTE = "attribute:";

  /**
   * @throws IllegalArgumentException if nothing is limited or the limits exclude each other
   */
  public SelectionLimit {
    Rules.require(
        by.equals(CLASS)
            || by.equals(SOURCE)
            || (by.startsWith(ATTRIBUTE) && by.length() > ATTRIBUTE.length()),
        "limit by",
        by,
        "must be class, source or attribute:NAME");
    Rules.requireText("limit by", by);
    if (value != null) {
      Rules.requireText("limit value", value);
    }
    Rules.require(min >= 0, "limit minimum", min, "must not be negative");
    Rules.require(max == null || max >= 0, "limit maximum", max, "must not be negative");
    Rules.require(min > 0 || max != null, "limit by", by, "must have a minimum or a maximum");
    Rules.require(
        max == null || min <= max, "limit minimum", min, "must not exceed the maximum " + max);
  }

  /** Returns the group of an image, or null if it is in none. */
  public String groupOf(ImageTraits traits) {
    return switch (by) {
      case CLASS -> traits.predictedClass();
      case SOURCE -> traits.source();
      default -> traits.attributes().get(by.substring(ATTRIBUTE.length()));
    };
  }

  /** Returns what it groups by, in words. */
  public String subject() {
    return by.startsWith(ATTRIBUTE) ? by.substring(ATTRIBUTE.length()) : by;
  }
}
