package io.winnow.schemas.topic;

import java.util.List;
import java.util.OptionalInt;

/**
 * Whether the topics are as the catalogue wants them.
 *
 * @param problems one line each: topic, what is wrong, the command that mends it; empty when fine
 * @param partitions the common partition count P; empty unless fine
 */
public record TopicCheck(List<String> problems, OptionalInt partitions) {
  public boolean fine() {
    return problems.isEmpty();
  }
}
