package io.winnow.descriptor.source;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why an attempt to fetch an image failed; the values of the metric tag {@code class}. */
public enum FetchFailure {
  /** No connection, no headers or no end in time. */
  TIMEOUT,
  /** The machine answered that nobody listens, or there is no way to it. */
  REFUSED,
  /** The name servers know no address. */
  UNRESOLVED,
  /** The TLS handshake failed. */
  TLS,
  /** The server asks to come again later: 429, or 503 with Retry-After. */
  BUSY,
  /** Another status that may pass: 5xx, 408, 425. */
  STATUS,
  /** The connection broke, or the file could not be read. */
  BROKEN;

  /** The value of the metric tag. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FetchFailure of(IOException e) {
    if (e instanceof BusyException) {
      return BUSY;
    }
    if (e instanceof StatusException) {
      return STATUS;
    }
    if (e instanceof SocketTimeoutException || e instanceof HttpTimeoutException) {
      return TIMEOUT;
    }
    if (e instanceof UnknownHostException) {
      return UNRESOLVED;
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return REFUSED;
    }
    return e instanceof SSLException ? TLS : BROKEN;
  }
}
