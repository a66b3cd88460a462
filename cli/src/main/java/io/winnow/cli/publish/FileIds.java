package io.winnow.cli.publish;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Image ids of files: the path below a directory, read as UTF-8 whatever the locale says. A byte
 * that is no UTF-8 or belongs to a control character becomes {@code %XX}; a percent sign that two
 * hex digits follow becomes {@code %25}. So different paths have different ids, and an id tells its
 * path.
 */
final class FileIds {

  private static final String HEX = "0123456789ABCDEF";
  private static final int LONGEST_CHARACTER = 4;

  private FileIds() {}

  /**
   * The id of a file.
   *
   * @param root a directory
   * @param file below it, found by walking from it
   */
  static String of(Path root, Path file) {
    String above = root.toAbsolutePath().toUri().getRawPath();
    int start = above.endsWith("/") ? above.length() : above.length() + 1;
    String path = file.toAbsolutePath().toUri().getRawPath();
    // A directory's URI ends in a slash, which is no part of its path.
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    return of(bytes(path.substring(Math.min(start, end), end)));
  }

  /** The id of a path of these bytes, as the file system has them. */
  static String of(byte[] path) {
    StringBuilder id = new StringBuilder(path.length);
    for (int i = 0; i < path.length; ) {
      String character = character(path, i);
      int length = character == null ? 1 : character.getBytes(StandardCharsets.UTF_8).length;
      boolean escaped =
          character == null
              || Character.isISOControl(character.charAt(0))
              || (path[i] == '%' && isHex(path, i + 1) && isHex(path, i + 2));
      if (escaped) {
        for (int j = i; j < i + length; j++) {
          id.append('%').append(HEX.charAt((path[j] & 0xF0) >> 4)).append(HEX.charAt(path[j] & 15));
        }
      } else {
        id.append(character);
      }
      i += length;
    }
    return id.toString();
  }

  /** A path's URI has its bytes, which its text may have lost. */
  private static byte[] bytes(String rawPath) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(rawPath.length());
    for (int i = 0; i < rawPath.length(); i++) {
      if (rawPath.charAt(i) == '%') {
        bytes.write(Integer.parseInt(rawPath, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(rawPath.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  /** The character at an offset, or null if the bytes there are none. */
  private static String character(byte[] path, int offset) {
    int longest = Math.min(LONGEST_CHARACTER, path.length - offset);
    for (int length = 1; length <= longest; length++) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOfRange(path, offset, offset + length));
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      } catch (CharacterCodingException e) {
        // Longer, or no character at all.
        continue;
      }
    }
    return null;
  }

  private static boolean isHex(byte[] path, int at) {
    return at < path.length && Character.digit(path[at], 16) >= 0;
  }
}
