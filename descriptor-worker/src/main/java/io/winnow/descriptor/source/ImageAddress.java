package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Where an image is. A web address is read as browsers read it: a character that no uri may hold is
 * percent-encoded, in UTF-8. What stands behind the bucket of an {@code s3:} address is a key and
 * no uri, so it is kept as it is written.
 *
 * @param text as in the record
 * @param scheme in lower case
 * @param uri of a web or file address; of an {@code s3:} address only {@code s3://BUCKET}
 */
record ImageAddress(String text, String scheme, URI uri) {

  private static final String S3 = "s3";
  private static final Set<String> WEB = Set.of("http", "https");

  ImageAddress {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(uri, "uri");
  }

  /**
   * Reads an address.
   *
   * @throws ImageRejectedException if it is none, naming what is wrong, never a secret
   */
  static ImageAddress parse(String text) throws ImageRejectedException {
    String scheme = schemeOf(text);
    if (scheme.equals(S3)) {
      int slash = text.indexOf('/', "s3://".length());
      return new ImageAddress(text, scheme, uri(slash < 0 ? text : text.substring(0, slash)));
    }
    return new ImageAddress(text, scheme, uri(WEB.contains(scheme) ? WebAddress.uri(text) : text));
  }

  private static String schemeOf(String text) throws ImageRejectedException {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.matches("[a-z][a-z0-9+.-]*")) {
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE,
          ShownAddress.of(text) + " has no scheme; known: file, http, https, s3");
    }
    return scheme;
  }

  private static URI uri(String text) throws ImageRejectedException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Not the cause as well: its message repeats the uri, and with it a password.
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE,
          "uri is malformed: %s at index %d".formatted(e.getReason(), e.getIndex()));
    }
  }

  /** For people to read. */
  String shown() {
    return ShownAddress.of(text);
  }

  /**
   * Who has to answer: {@code host:port} in lower case, or {@code s3://BUCKET}; empty for a file,
   * which nobody is asked for.
   */
  String place() {
    if (scheme.equals(S3)) {
      return "s3://" + uri.getRawAuthority();
    }
    return WEB.contains(scheme) ? WebAddress.hostAndPort(uri) : "";
  }
}
