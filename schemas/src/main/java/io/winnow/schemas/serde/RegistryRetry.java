package io.winnow.schemas.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the registry until it answers. What the registry says about our question (an unknown id, an
 * incompatible schema) is thrown as it comes; what says only that the registry does not work is
 * tried again with growing pauses.
 */
final class RegistryRetry {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryRetry.class);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;
  // Request timeout and too many requests are the two answers below 500 that may differ the next
  // time.
  private static final Set<Integer> TRANSIENT = Set.of(408, 429);
  private static final Set<Integer> CREDENTIALS = Set.of(401, 403, 407);

  private final String urls;
  private final Duration retryFor;

  RegistryRetry(String urls, Duration retryFor) {
    this.urls = urls;
    this.retryFor = retryFor;
  }

  /** A question to the registry. */
  @FunctionalInterface
  interface Call<R> {
    R ask() throws IOException, RestClientException;
  }

  /**
   * The registry's answer.
   *
   * @param question names the call in messages
   * @throws RestClientException if the registry works and says no
   * @throws RegistryUnavailableException if it does not answer in time or refuses our credentials
   */
  <R> R answer(String question, Call<R> call) throws RestClientException {
    long deadline = System.nanoTime() + retryFor.toNanos();
    long pauseMs = FIRST_PAUSE_MS;
    while (true) {
      try {
        return call.ask();
      } catch (IOException e) {
        pauseOrGiveUp(question, e, deadline, pauseMs);
      } catch (RestClientException e) {
        if (CREDENTIALS.contains(e.getStatus())) {
          throw new RegistryUnavailableException(
              "schema registry "
                  + urls
                  + " refused "
                  + question
                  + " with status "
                  + e.getStatus()
                  + ": "
                  + OneLine.of(e),
              e);
        }
        if (e.getStatus() < 500 && !TRANSIENT.contains(e.getStatus())) {
          throw e;
        }
        pauseOrGiveUp(question, e, deadline, pauseMs);
      }
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }

  private void pauseOrGiveUp(String question, Exception cause, long deadline, long pauseMs) {
    long leftMs = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (leftMs <= 0) {
      throw new RegistryUnavailableException(
          "schema registry "
              + urls
              + " did not answer "
              + question
              + " within "
              + retryFor.toMillis()
              + " ms: "
              + OneLine.of(cause),
          cause);
    }
    LOG.warn(
        "Schema registry {} does not answer {}, trying for {} ms more: {}",
        urls,
        question,
        leftMs,
        OneLine.of(cause));
    try {
      Thread.sleep(Math.min(pauseMs, leftMs));
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while waiting for schema registry " + urls, e);
    }
  }
}
