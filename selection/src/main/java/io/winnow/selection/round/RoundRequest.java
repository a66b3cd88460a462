package io.winnow.selection.round;

/**
 * Somebody asked for a round.
 *
 * @param requestId comes back in the manifest; a second request of a pool with it does nothing
 * @param budget instead of the policy's, or null
 */
public record RoundRequest(String requestId, Integer budget) {

  /**
   * @throws IllegalArgumentException if the budget is below 1, or the id is blank or has control
   *     characters, which no manifest could be digested with
   */
  public RoundRequest {
    RequestIds.check(requestId);
    if (budget != null && budget < 1) {
      throw new IllegalArgumentException("round request budget " + budget + " must be at least 1");
    }
  }
}
