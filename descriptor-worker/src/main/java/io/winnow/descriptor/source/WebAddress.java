package io.winnow.descriptor.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Web addresses as they are written in the wild, which {@link URI} does not take: with a space or a
 * raw letter in the path, with an underscore in the host.
 */
final class WebAddress {

  private static final Pattern AUTHORITY =
      Pattern.compile("(?:.*@)?(\\[[^]]*]|[^:@\\[\\]\\s]+)(?::([0-9]*))?");
  private static final String NOT_IN_A_URI = " \"<>\\^`{|}";
  private static final String HEX = "0123456789ABCDEF";

  private WebAddress() {}

  /**
   * Percent-encodes what no uri may hold behind the host. The host is left as it is: a space in it
   * is no address to a browser either.
   */
  static String uri(String text) {
    int authority = text.indexOf("://");
    int path = authority < 0 ? 0 : endOfAuthority(text, authority + 3);
    return text.substring(0, path) + encoded(text.substring(path), false);
  }

  /**
   * The same for the value of a Location header, whose characters stand for the bytes of the
   * answer: they are sent back as they came, whatever the server's character set.
   */
  static String location(String header) {
    int authority = header.indexOf("://");
    int path = authority < 0 ? 0 : endOfAuthority(header, authority + 3);
    return header.substring(0, path) + encoded(header.substring(path), true);
  }

  private static int endOfAuthority(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if ("/?#\\".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private static String encoded(String path, boolean bytes) {
    StringBuilder encoded = new StringBuilder(path.length());
    path.codePoints()
        .forEach(
            point -> {
              if (point > ' ' && point < 0x7f && NOT_IN_A_URI.indexOf(point) < 0) {
                encoded.appendCodePoint(point);
              } else {
                String one = Character.toString(point);
                for (byte octet :
                    one.getBytes(
                        bytes && point <= 0xff
                            ? StandardCharsets.ISO_8859_1
                            : StandardCharsets.UTF_8)) {
                  encoded.append('%').append(HEX.charAt(octet >> 4 & 0xf));
                  encoded.append(HEX.charAt(octet & 0xf));
                }
              }
            });
    // A percent sign that begins no escape stands for itself.
    return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
  }

  /** The host, in brackets if it is an IPv6 address; null if the uri names none. */
  static String host(URI uri) {
    Matcher authority = authority(uri);
    return authority != null && authority.matches() ? authority.group(1) : null;
  }

  /** The port, or -1 if the uri names none. */
  static int port(URI uri) {
    Matcher authority = authority(uri);
    if (authority == null || !authority.matches() || authority.group(2) == null) {
      return -1;
    }
    String digits = authority.group(2);
    if (digits.isEmpty()) {
      return -1;
    }
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  /** Whether the authority carries a user. */
  static boolean carriesUser(URI uri) {
    return uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0;
  }

  private static Matcher authority(URI uri) {
    return uri.getRawAuthority() == null ? null : AUTHORITY.matcher(uri.getRawAuthority());
  }

  /** Host and port in lower case, the scheme's port if none is named. */
  static String hostAndPort(URI uri) {
    return String.valueOf(host(uri)).toLowerCase(Locale.ROOT) + ":" + effectivePort(uri);
  }

  static int effectivePort(URI uri) {
    int port = port(uri);
    return port != -1 ? port : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
