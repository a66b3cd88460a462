package io.winnow.descriptor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.winnow.descriptor.image.ImageRejectedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people, tools and servers write them. */
class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "http://h/a b.jpg, http://h/a%20b.jpg",
    "http://h/ä.jpg, http://h/%C3%A4.jpg",
    "http://h/a%20b.jpg, http://h/a%20b.jpg",
    "http://h/100%.jpg, http://h/100%25.jpg",
    "http://h/a|b.jpg?x={1}, http://h/a%7Cb.jpg?x=%7B1%7D",
    "http://my_host:81/a, http://my_host:81/a"
  })
  void shouldReadWebAddressesAsBrowsersDo(String written, String asked) throws Exception {
    assertThat(ImageAddress.parse(written).uri()).isEqualTo(URI.create(asked));
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_host:81/a, my_host:81",
    "HTTPS://My_Host/a, my_host:443",
    "http://h/a, h:80",
    "http://[::1]:8080/a, [::1]:8080",
    "s3://my_bucket/a, s3://my_bucket",
    "file:/a, ''"
  })
  void shouldKnowWhoHasToAnswer(String address, String place) throws Exception {
    assertThat(ImageAddress.parse(address).place()).isEqualTo(place);
  }

  @ParameterizedTest
  @CsvSource({
    "a b.jpg, a b.jpg, ",
    "a?b#c.jpg, a?b#c.jpg, ",
    "a+b.jpg, a+b.jpg, ",
    "50%.jpg, 50%.jpg, ",
    "%41.jpg, %41.jpg, ", // nobody encodes a letter
    "a%20b c.jpg, a%20b c.jpg, ", // an encoder would have encoded the second space, too
    "a%FF.jpg, a%FF.jpg, ", // no UTF-8
    "a%20b.jpg, a%20b.jpg, a b.jpg",
    "a+b%2Bc.jpg, a+b%2Bc.jpg, a+b+c.jpg",
    "%C3%A4.jpg, %C3%A4.jpg, ä.jpg"
  })
  void shouldTakeAnS3KeyAsItIsAndDecodedOnlyIfAnEncoderMayHaveWrittenIt(
      String text, String written, String decoded) throws Exception {
    S3Key key = S3Key.of(ImageAddress.parse("s3://bucket/" + text));

    assertThat(key).isEqualTo(new S3Key(written, Optional.ofNullable(decoded)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "' 7 ', 7",
    "99999999999999999999, 31536000",
    "'Tue, 01 Dec 2026 00:01:00 GMT', 60",
    "'Mon, 30 Nov 2026 00:00:00 GMT', 0"
  })
  void shouldReadRetryAfter(String header, long seconds) {
    assertThat(RetryAfter.parse(header, Instant.parse("2026-12-01T00:00:00Z")))
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "1.5"})
  void shouldIgnoreARetryAfterThatSaysNothing(String header) {
    assertThat(RetryAfter.parse(header, Instant.EPOCH)).isEmpty();
  }

  @Test
  void shouldShowLongAddressesCutAndWithoutSecrets() {
    String data = "data:image/png;base64," + "A".repeat(1_000_000);

    assertThat(ShownAddress.of(data))
        .hasSizeLessThanOrEqualTo(ShownAddress.LONGEST)
        .startsWith("data:image/png;base64,AAA")
        .endsWith("... (1000022 characters)");
    assertThat(ShownAddress.of("https://user:secret@h/a?X-Amz-Signature=secret"))
        .isEqualTo("https://h/a?...");
    assertThat(ShownAddress.text("x".repeat(5_000))).hasSize(ShownAddress.LONGEST_TEXT);
    assertThat(ShownAddress.of("a".repeat(175) + "\uD83D\uDE00".repeat(100)))
        .doesNotContain("\uD83D...");
  }

  /** Whatever stands in a record is fetched or refused in one short line. */
  @Test
  void shouldReadOrRefuseAnyAddressInAFewWords() {
    Random random = new Random(17);
    List<String> parts =
        List.of(
            "http",
            "https",
            "s3",
            "file",
            "data",
            ":",
            "://",
            "/",
            "//",
            "@",
            "?",
            "#",
            "%",
            "%4",
            "%41",
            "[",
            "]",
            "::1",
            ":99999",
            ":-1",
            ":",
            "_",
            " ",
            "\n",
            "\u0000",
            "\\",
            "ä",
            "\uD83D",
            "127.0.0.1",
            "my_host",
            "..",
            "a",
            "\"",
            "A".repeat(3_000));
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(8); part >= 0; part--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      String address = text.toString();
      ImageRejectedException refused =
          catchThrowableOfType(ImageRejectedException.class, () -> check(address));
      if (refused != null) {
        assertThat(refused.getMessage()).as(address).hasSizeLessThan(1_000);
      }
    }
  }

  private static void check(String address) throws ImageRejectedException {
    ImageAddress parsed = ImageAddress.parse(address);
    try (ImageSource source =
        new ImageSource(SourceFixtures.settings(Optional.empty(), "127.0.0.1", "my_host"))) {
      parsed.place();
      source.check(parsed);
    }
    if (parsed.scheme().equals("s3")) {
      S3Key.of(parsed);
    }
  }
}
