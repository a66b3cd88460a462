package io.winnow.descriptor.source;

import java.util.regex.Pattern;

/**
 * The one way in which addresses, and texts that may repeat one, appear in log lines, reasons of
 * dead letters and messages: without what may be secret, and cut.
 */
public final class ShownAddress {

  /** Most characters shown of an address. */
  static final int LONGEST = 200;

  /** Most characters shown of a text that may repeat an address. */
  static final int LONGEST_TEXT = 1_000;

  private static final Pattern USER = Pattern.compile("^([^:/?#]*://)[^/?#]*@");

  private ShownAddress() {}

  /**
   * An address for people to read: without the query, where signed addresses carry their signature,
   * without user and password, and with the middle left out if it is long.
   */
  public static String of(String address) {
    int query = address.indexOf('?');
    String path = query < 0 ? address : address.substring(0, query) + "?...";
    return cut(USER.matcher(path).replaceFirst("$1"), LONGEST);
  }

  /** A message or reason of bounded length. */
  public static String text(String text) {
    return cut(text, LONGEST_TEXT);
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    String left = "... (%d characters)".formatted(text.length());
    int kept = longest - left.length();
    // Half of a surrogate pair would become a question mark wherever the text is written.
    int end = Character.isHighSurrogate(text.charAt(kept - 1)) ? kept - 1 : kept;
    return text.substring(0, end) + left;
  }
}
