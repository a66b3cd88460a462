package io.winnow.selection.digest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over lines of UTF-8 text: the fields of a line are separated by a tab, every line ends
 * with a line feed. The first line is the domain, so that two kinds of digest never meet. Fields
 * have no control characters, so that the text has one reading.
 */
public final class CanonicalDigest {
  private final MessageDigest sha256;
  private boolean finished;

  /**
   * @param domain kind and version of what is digested, such as {@code winnow-selection-1}
   */
  public CanonicalDigest(String domain) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    line(domain);
  }

  /**
   * Adds one line.
   *
   * @throws IllegalArgumentException if a field has a control character or an unpaired surrogate
   */
  public CanonicalDigest line(String... fields) {
    requireUnfinished();
    for (String field : fields) {
      checkNoControlCharacter(field);
    }
    sha256.update(utf8(String.join("\t", fields) + "\n"));
    return this;
  }

  /** The digest of all lines as 64 lower-case hexadecimal digits; the end of this object. */
  public String finish() {
    requireUnfinished();
    finished = true;
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** The field for a double: its IEEE 754 bits as 16 lower-case hexadecimal digits. */
  public static String field(double value) {
    return HexFormat.of().toHexDigits(Double.doubleToLongBits(value));
  }

  /**
   * The field for text that others wrote: control characters and backslashes as a backslash, {@code
   * u} and four hexadecimal digits.
   */
  public static String text(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c) || c == '\\') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private void requireUnfinished() {
    if (finished) {
      throw new IllegalStateException("the digest is finished");
    }
  }

  private static void checkNoControlCharacter(String field) {
    for (int i = 0; i < field.length(); i++) {
      if (Character.isISOControl(field.charAt(i))) {
        throw new IllegalArgumentException(
            String.format("control character U+%04X at %d in a digest", (int) field.charAt(i), i));
      }
    }
  }

  private static ByteBuffer utf8(String text) {
    try {
      // A fresh encoder reports unpaired surrogates, String.getBytes would digest a '?'.
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not valid Unicode: " + text.strip(), e);
    }
  }
}
