package io.winnow.selection.query;

import io.winnow.selection.constraint.SelectionLimit;

/**
 * What a limit did to a group in one round.
 *
 * @param limit the limit
 * @param group the group of images
 * @param effect what it did
 * @param images how many images that concerns, at least 1
 */
public record LimitOutcome(SelectionLimit limit, String group, Effect effect, int images) {

  /** What a limit did. */
  public enum Effect {
    /** So many candidates were dropped because of the maximum. */
    WITHHELD,
    /** So many images are missing from the minimum. */
    UNMET,
    /** So many images were selected beyond the maximum, since the policy lets limits give way. */
    RELAXED
  }
}
