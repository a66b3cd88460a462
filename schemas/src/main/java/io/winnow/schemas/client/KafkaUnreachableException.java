package io.winnow.schemas.client;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** No broker answered in time; the message says what is there in its place. */
public final class KafkaUnreachableException extends KafkaException {

  private static final long serialVersionUID = 1L;

  private KafkaUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Runs the first calls of a client, whose timeout says only that there was no answer.
   *
   * @param settings of the client
   * @throws KafkaUnreachableException instead of {@link TimeoutException}
   */
  public static <T> T explaining(Map<String, ?> settings, Supplier<T> calls) {
    try {
      return calls.get();
    } catch (TimeoutException e) {
      throw new KafkaUnreachableException(
          "Kafka does not answer: " + BootstrapProbe.of(settings).findings(), e);
    }
  }
}
