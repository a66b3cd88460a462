package io.winnow.selection.round;

/**
 * Why a round was ended without a query set.
 *
 * @param requestId of the request to abort it; null if nobody asked
 * @param reason in the words of whoever asked
 * @param requestedBy who asked, or null
 */
public record RoundAbort(String requestId, String reason, String requestedBy) {

  /** Of a round that was open when its pool's policy was deleted. */
  static final RoundAbort POLICY_DELETED =
      new RoundAbort(null, "the pool's policy was deleted", null);

  /** Longest reason and longest name of a person, in UTF-16 code units. */
  public static final int MAX_TEXT = 1000;

  /**
   * @throws IllegalArgumentException if a text is blank, too long or has control characters
   */
  public RoundAbort {
    if (requestId != null) {
      RequestIds.check(requestId);
    }
    check("reason", reason);
    if (requestedBy != null) {
      check("requestedBy", requestedBy);
    }
  }

  private static void check(String name, String text) {
    if (text.isBlank()
        || text.length() > MAX_TEXT
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "abort of a round has a "
              + name
              + " that is blank, has control characters or is longer than "
              + MAX_TEXT);
    }
  }
}
