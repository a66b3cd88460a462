package io.winnow.schemas.serde;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry did not answer, or refused to serve us (credentials). It says nothing about
 * the record, which must therefore not become a dead letter: the process stops and reads it again
 * later. Deliberately not a {@code SerializationException}.
 */
public final class RegistryUnavailableException extends KafkaException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
