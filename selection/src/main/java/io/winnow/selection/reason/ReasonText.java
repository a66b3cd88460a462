package io.winnow.selection.reason;

import java.util.List;
import java.util.Locale;

/**
 * Reasons in words, for people. Evidence of version 1 digested exactly these words: who changes one
 * keeps the old for {@link io.winnow.selection.digest.Digests#decisions}.
 */
public final class ReasonText {

  private ReasonText() {}

  /**
   * @param similarTo the image that it resembles, or null
   * @param cosine of the two descriptors, or null
   */
  public static String of(Reason reason, String similarTo, Double cosine) {
    List<String> a = reason.arguments();
    return switch (reason.code()) {
      case ALL_FIT -> "all " + a.get(0) + " candidates fit the budget of " + a.get(1);
      case AMONG_MOST_UNCERTAIN -> "among the " + a.get(0) + " most uncertain";
      case NOT_AMONG_MOST_UNCERTAIN -> "not among the " + a.get(0) + " most uncertain";
      case DRAWN -> "drawn at random with seed " + a.get(0);
      case NOT_DRAWN -> "not drawn at random with seed " + a.get(0);
      case FIRST_OF_SHORTLIST -> "first of the shortlist";
      case BELOW_THRESHOLD -> "below the similarity threshold to every image kept before it";
      case NOT_REACHED -> "not reached: the budget was full at rank " + a.get(0);
      case OUTSIDE_NEAREST_TENTH -> "never among the 10 % nearest to an image kept before it";
      case OUTSIDE_NEAREST_TENTH_OF_FIRST ->
          "not among the 10 % nearest to the first of the shortlist";
      case BELOW_SELECTED -> "ranks below the " + a.get(0) + " selected";
      case SIMILAR -> similar(similarTo, cosine) + " as " + ordinal(a.get(0));
      case SIMILAR_FILLS_BUDGET ->
          "fills the budget, although " + similar(similarTo, cosine) + " as " + ordinal(a.get(0));
      case SIMILAR_TO_SELECTED -> similar(similarTo, cosine);
      case SIMILAR_TO_EARLIER -> similar(similarTo, cosine) + " in round " + a.get(0);
      case FARTHEST_PAIR -> "one of the two farthest from each other";
      case FIRST_CENTRE -> "first of the shortlist, the first centre";
      case FARTHEST_CENTRE ->
          "farthest from the centres before it, the " + ordinal(a.get(0)) + " centre";
      case REPRESENTS_OTHERS -> "represents others best";
      case MOST_UNCERTAIN_OF_CLUSTER -> "most uncertain of its cluster";
      case FILLS_BUDGET_BY_UNCERTAINTY -> "fills the budget by uncertainty";
      case FILLS_BUDGET -> "fills the budget";
      case SERVES_MINIMUM -> "for the limit: at least " + limit(a);
      case GAVE_WAY_TO_MINIMUM -> "gave way to the limit: at least " + limit(a);
      case BEYOND_MAXIMUM -> "limit: at most " + limit(a);
      case RELAXES_MAXIMUM -> "fills the budget beyond the limit: at most " + limit(a);
      case PROSE -> a.get(0);
    };
  }

  private static String similar(String similarTo, Double cosine) {
    return String.format(Locale.ROOT, "%.3f similar to %s, selected", cosine, similarTo);
  }

  private static String limit(List<String> arguments) {
    return arguments.get(0) + " of " + arguments.get(1) + " " + arguments.get(2);
  }

  static String ordinal(String place) {
    boolean teen = place.length() > 1 && place.charAt(place.length() - 2) == '1';
    return place
        + switch (teen ? '0' : place.charAt(place.length() - 1)) {
          case '1' -> "st";
          case '2' -> "nd";
          case '3' -> "rd";
          default -> "th";
        };
  }
}
