package io.winnow.schemas.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * What may name an image or a pool. The names become parts of store keys, file names and URLs, so
 * they are checked where records enter, once.
 */
public final class Keys {
  /** Longest image id, in UTF-8 bytes. */
  public static final int MAX_IMAGE_ID_BYTES = 512;

  /** Longest pool name, in characters. */
  public static final int MAX_POOL_CHARS = 200;

  private Keys() {}

  /**
   * The image id a record key holds.
   *
   * @param key null where the record has none
   * @throws IllegalArgumentException if it is none, in one line
   */
  public static String imageId(byte[] key) {
    return checkImageId(text(key, "image id"));
  }

  /**
   * The pool name a record key holds.
   *
   * @param key null where the record has none
   * @throws IllegalArgumentException if it is none, in one line
   */
  public static String pool(byte[] key) {
    return checkPool(text(key, "pool"));
  }

  /** The text a record key holds. */
  static String text(byte[] key, String meaning) {
    if (key == null) {
      throw new IllegalArgumentException("the record has no key, the " + meaning);
    }
    String text = new String(key, UTF_8);
    // What is malformed was replaced, and does not come back.
    if (!Arrays.equals(text.getBytes(UTF_8), key)) {
      throw new IllegalArgumentException(meaning + " is not UTF-8 (" + key.length + " bytes)");
    }
    return text;
  }

  /**
   * An image id: 1 to 512 UTF-8 bytes without control characters.
   *
   * @return the id
   * @throws IllegalArgumentException if it is none, in one line
   */
  public static String checkImageId(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (Character.isISOControl(id.charAt(i))) {
        throw new IllegalArgumentException(
            "image id has control character U+%04X at position %d"
                .formatted((int) id.charAt(i), i));
      }
    }
    int bytes = id.getBytes(UTF_8).length;
    if (bytes < 1 || bytes > MAX_IMAGE_ID_BYTES) {
      throw new IllegalArgumentException(
          "image id must have 1 to %d bytes, has %d".formatted(MAX_IMAGE_ID_BYTES, bytes));
    }
    return id;
  }

  /**
   * A pool name: 1 to 200 characters of {@code [A-Za-z0-9._-]}.
   *
   * @return the name
   * @throws IllegalArgumentException if it is none, in one line
   */
  public static String checkPool(String pool) {
    if (!isPool(pool)) {
      // Quoted without what could break the line; a long name is not repeated at full length.
      String shown = pool.replaceAll("\\p{Cntrl}", "?");
      throw new IllegalArgumentException(
          "pool must be 1 to %d characters of [A-Za-z0-9._-], is '%s'"
              .formatted(
                  MAX_POOL_CHARS,
                  shown.length() <= MAX_POOL_CHARS
                      ? shown
                      : shown.substring(0, MAX_POOL_CHARS) + "..."));
    }
    return pool;
  }

  // By hand, without a matcher: every score, descriptor and label comes by here.
  private static boolean isPool(String pool) {
    for (int i = 0; i < pool.length(); i++) {
      char c = pool.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return !pool.isEmpty() && pool.length() <= MAX_POOL_CHARS;
  }
}
