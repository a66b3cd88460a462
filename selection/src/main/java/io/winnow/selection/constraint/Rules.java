package io.winnow.selection.constraint;

/** Refuses what is out of range in one line that names the field. */
public final class Rules {

  private Rules() {}

  public static void require(boolean condition, String field, Object value, String rule) {
    if (!condition) {
      throw new IllegalArgumentException("policy " + field + " " + value + " " + rule);
    }
  }
}
