package io.winnow.selection.round;

/**
 * Somebody asked for a round.
 *
 * @param requestId comes back in the manifest
 * @param budget instead of the policy's, or null
 */
public record RoundRequest(String requestId, Integer budget) {

  /**
   * @throws IllegalArgumentException if the budget is below 1, or the id is blank or has control
   *     characters, which no manifest could be digested with
   */
  public RoundRequest {
    if (requestId.isBlank() || requestId.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "round request has a requestId that is blank or contains control characters");
    }
    if (budget != null && budget < 1) {
      throw new IllegalArgumentException("round request budget " + budget + " must be at least 1");
    }
  }
}
