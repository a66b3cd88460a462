package io.winnow.selection.reason;

import java.util.List;

/**
 * What a reason says, without words: a part of every round's evidence. Names and arguments are
 * never changed; a new meaning is a new code. Places and ranks count from 1.
 */
public enum ReasonCode {
  /** The shortlist is not larger than the budget. */
  ALL_FIT("candidates", "budget"),
  /** Of the most uncertain T'. */
  AMONG_MOST_UNCERTAIN("budget"),
  /** Less uncertain than the T' selected. */
  NOT_AMONG_MOST_UNCERTAIN("budget"),
  /** Drawn at random. */
  DRAWN("seed"),
  /** Not drawn at random. */
  NOT_DRAWN("seed"),
  /** The most uncertain of the shortlist. */
  FIRST_OF_SHORTLIST,
  /** No image kept before it is similar enough. */
  BELOW_THRESHOLD,
  /** The budget was full at that rank of the shortlist. */
  NOT_REACHED("rank"),
  /** Never among the nearest tenth of an image kept before it. */
  OUTSIDE_NEAREST_TENTH,
  /** Not among the nearest tenth of the first of the shortlist. */
  OUTSIDE_NEAREST_TENTH_OF_FIRST,
  /** Survived, but ranks below those selected. */
  BELOW_SELECTED("budget"),
  /** Resembles the image selected at that place. */
  SIMILAR("place"),
  /** Resembles the image selected at that place and is needed all the same. */
  SIMILAR_FILLS_BUDGET("place"),
  /** Resembles a selected image; the one it was dropped for first had to go itself. */
  SIMILAR_TO_SELECTED,
  /** Resembles an image that an earlier round selected. */
  SIMILAR_TO_EARLIER("round"),
  /** Of the pair that is farthest apart. */
  FARTHEST_PAIR,
  /** The first centre. */
  FIRST_CENTRE,
  /** The centre of that number, farthest from those before it. */
  FARTHEST_CENTRE("place"),
  /** Adds most to how well the selection represents the shortlist. */
  REPRESENTS_OTHERS,
  /** The most uncertain of its cluster. */
  MOST_UNCERTAIN_OF_CLUSTER,
  /** Fills the budget where the resampler found no better one. */
  FILLS_BUDGET_BY_UNCERTAINTY,
  /** Fills the budget after limits took others out. */
  FILLS_BUDGET,
  /** Selected for a minimum. */
  SERVES_MINIMUM("minimum", "subject", "group"),
  /** Dropped for another that a minimum needed. */
  GAVE_WAY_TO_MINIMUM("minimum", "subject", "group"),
  /** Dropped for a maximum. */
  BEYOND_MAXIMUM("maximum", "subject", "group"),
  /** Selected beyond a maximum, because the budget could not be filled otherwise. */
  RELAXES_MAXIMUM("maximum", "subject", "group"),
  /** Evidence of version 1 has the words themselves. */
  PROSE("text");

  private final List<String> arguments;

  ReasonCode(String... arguments) {
    this.arguments = List.of(arguments);
  }

  /** Returns the names of what a reason of this code says besides, in order. */
  public List<String> arguments() {
    return arguments;
  }
}
