package io.winnow.streams.client;

import java.util.HashSet;
import java.util.Set;

/**
 * The topics that one task reads.
 *
 * @param commuting those whose records give the same state however they are interleaved
 * @param ordered those whose records act on what was published before them, on any of the topics
 */
public record TaskInputs(Set<String> commuting, Set<String> ordered) {

  public TaskInputs {
    commuting = Set.copyOf(commuting);
    ordered = Set.copyOf(ordered);
  }

  /** Returns the names of all topics. */
  Set<String> topics() {
    Set<String> all = new HashSet<>(commuting);
    all.addAll(ordered);
    return all;
  }
}
