package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key that an {@code s3:} address names. It is what stands behind the bucket, as AWS's tools
 * print it: a space, a question mark and a {@code %41} are parts of the key. Only if the bucket has
 * no such key is the decoded one asked for, and only if an encoder may have written the address: it
 * holds no character that an encoder replaces, and no escape of a letter or digit, which none
 * replaces.
 *
 * @param written the key as it is
 * @param decoded the key if the address is percent-encoded; empty if it cannot be
 */
record S3Key(String written, Optional<String> decoded) {

  /** S3's own limit. */
  private static final int MAX_BYTES = 1024;

  private static final String ESCAPE_OF_A_LETTER_OR_DIGIT =
      "%(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])";

  private static final Pattern ENCODED =
      Pattern.compile(
          "(?:[\\p{Graph}\\P{ASCII}&&[^\"%<>\\\\^`{|}?#]]|(?!"
              + ESCAPE_OF_A_LETTER_OR_DIGIT
              + ")%[0-9A-Fa-f]{2})*");

  private static final int START = "s3://".length();
  private static final char REPLACEMENT = '\uFFFD';

  static S3Key of(ImageAddress address) throws ImageRejectedException {
    int slash = address.text().indexOf('/', START);
    if (slash < 0 || slash == address.text().length() - 1) {
      throw Rejections.invalid(address, "names no key");
    }
    String written = address.text().substring(slash + 1);
    // An encoded address may be three times as long as its key.
    if (written.length() > 3 * MAX_BYTES) {
      throw Rejections.invalid(address, "names a key of more than " + MAX_BYTES + " bytes");
    }
    return new S3Key(written, decoded(written));
  }

  private static Optional<String> decoded(String written) {
    if (written.indexOf('%') < 0 || !ENCODED.matcher(written).matches()) {
      return Optional.empty();
    }
    // A form, for which this decoder is made, writes a space as a plus sign; a key does not.
    String decoded = URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
    return decoded.indexOf(REPLACEMENT) < 0 ? Optional.of(decoded) : Optional.empty();
  }
}
