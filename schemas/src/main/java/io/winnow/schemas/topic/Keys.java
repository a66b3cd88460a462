package io.winnow.schemas.topic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What may name an image or a pool. The names become parts of store keys, file names and URLs, so
 * they are checked where records enter, once.
 */
public final class Keys {
  /** Longest image id, in UTF-8 bytes. */
  public static final int MAX_IMAGE_ID_BYTES = 512;

  /** Longest pool name, in characters. */
  public static final int MAX_POOL_CHARS = 200;

  private static final Pattern POOL = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_POOL_CHARS + "}");

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

  private static String text(byte[] key, String meaning) {
    if (key == null) {
      throw new IllegalArgumentException("the record has no key, the " + meaning);
    }
    try {
      // A fresh decoder reports malformed input; new String would replace it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(meaning + " is not UTF-8 (" + key.length + " bytes)", e);
    }
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
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
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
    if (!POOL.matcher(pool).matches()) {
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
}
