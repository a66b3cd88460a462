package io.winnow.schemas.topic;

import java.util.Optional;

/**
 * A record that a reader had to leave out.
 *
 * @param topic where it lies
 * @param partition there
 * @param offset there
 * @param key as text, if it is one that the topic can have
 * @param reason why it cannot be read, in one line
 */
public record UnreadableRecord(
    String topic, int partition, long offset, Optional<String> key, String reason) {

  /** Topic, partition and offset, as logs name them, and the reason. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset + ": " + reason;
  }
}
