package io.winnow.streams.client;

import java.util.Optional;

/** Ids that the brokers give to topics (KIP-516): a topic that is created again gets another. */
@FunctionalInterface
public interface TopicIds {

  /** Knows no topic. */
  TopicIds UNKNOWN = topic -> Optional.empty();

  /** Asks for a topic's id; empty if it cannot be found out now. */
  Optional<String> of(String topic);
}
