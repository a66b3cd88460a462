package io.winnow.selection.round;

import io.winnow.selection.digest.CanonicalDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The requests that a pool took last, so that one that is sent again does nothing. Of each, the
 * first half of a digest is kept, whatever the length of its id.
 */
final class RequestIds {

  /** How many requests are remembered. */
  static final int REMEMBERED = 256;

  private static final int DIGITS = 32;

  /** As two longs each, the oldest first. */
  private final Set<String> digests = new LinkedHashSet<>();

  RequestIds(long[] remembered) {
    HexFormat hex = HexFormat.of();
    for (int i = 0; i < remembered.length; i += 2) {
      digests.add(hex.toHexDigits(remembered[i]) + hex.toHexDigits(remembered[i + 1]));
    }
  }

  /**
   * @throws IllegalArgumentException if the id is blank or has control characters, which no
   *     manifest could be digested with
   */
  static void check(String requestId) {
    if (requestId.isBlank() || requestId.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "round request has a requestId that is blank or contains control characters");
    }
  }

  boolean contains(String requestId) {
    return digests.contains(digest(requestId));
  }

  /** Remembers an id and forgets the oldest beyond {@link #REMEMBERED}. */
  void add(String requestId) {
    digests.add(digest(requestId));
    if (digests.size() > REMEMBERED) {
      digests.remove(digests.iterator().next());
    }
  }

  /** Forgets an id: its request was not served, and may be sent again. */
  void remove(String requestId) {
    digests.remove(digest(requestId));
  }

  long[] toLongs() {
    return digests.stream()
        .flatMapToLong(
            digest ->
                Arrays.stream(
                    new long[] {
                      HexFormat.fromHexDigitsToLong(digest, 0, DIGITS / 2),
                      HexFormat.fromHexDigitsToLong(digest, DIGITS / 2, DIGITS)
                    }))
        .toArray();
  }

  private static String digest(String requestId) {
    return new CanonicalDigest("winnow-request-1").line(requestId).finish().substring(0, DIGITS);
  }
}
