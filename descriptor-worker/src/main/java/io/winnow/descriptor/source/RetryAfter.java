package io.winnow.descriptor.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/** The Retry-After header of RFC 9110, section 10.2.3: seconds, or a date. */
final class RetryAfter {

  // Nobody waits longer than this, and larger numbers would not fit into nanoseconds.
  private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private RetryAfter() {}

  /**
   * How long a header asks to wait.
   *
   * @param now from which a date is counted; one that has passed means no wait
   * @return nothing if it is neither seconds nor a date
   */
  static Optional<Duration> parse(String header, Instant now) {
    String value = header.strip();
    if (value.matches("[0-9]+")) {
      long seconds =
          value.length() > 9 ? LONGEST_SECONDS : Math.min(Long.parseLong(value), LONGEST_SECONDS);
      return Optional.of(Duration.ofSeconds(seconds));
    }
    Instant date = DateUtils.parseStandardDate(value);
    if (date == null) {
      return Optional.empty();
    }
    Duration wait = Duration.between(now, date);
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }

  /**
   * What an answer that may pass means.
   *
   * @param answer for messages
   * @param asked the wait its Retry-After asks for
   */
  static StatusException failure(int status, String answer, Optional<Duration> asked) {
    boolean busy = status == TOO_MANY_REQUESTS || (status == UNAVAILABLE && asked.isPresent());
    return busy ? new BusyException(answer, asked) : new StatusException(answer);
  }
}
