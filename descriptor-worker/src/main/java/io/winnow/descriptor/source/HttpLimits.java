package io.winnow.descriptor.source;

import java.time.Duration;

/**
 * Time limits of one download.
 *
 * @param connect until the connection stands
 * @param response until the response's headers are here
 * @param total until the last byte is here, redirects included
 */
public record HttpLimits(Duration connect, Duration response, Duration total) {

  public HttpLimits {
    requirePositive("connect", connect);
    requirePositive("response", response);
    requirePositive("total", total);
  }

  private static void requirePositive(String name, Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException(name + " limit must be positive, got " + limit);
    }
  }
}
