package io.winnow.selection.constraint;

/** Refuses what is out of range in one line that names the field. */
public final class Rules {

  private Rules() {}

  /** Policies are digested and printed: their text has no control characters. */
  public static void requireText(String field, String value) {
    require(
        !value.isEmpty() && value.chars().noneMatch(Character::isISOControl),
        field,
        value
            .codePoints()
            .map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append),
        "must not be empty and have no control characters");
  }

  public static void require(boolean condition, String field, Object value, String rule) {
    if (!condition) {
      throw new IllegalArgumentException("policy " + field + " " + value + " " + rule);
    }
  }
}
