package io.winnow.schemas.topic;

import java.util.List;
import java.util.OptionalInt;

/**
 * Whether the topics are as the catalogue wants them.
 *
 * @param problems one line each: topic, what is wrong, the command that mends it; nothing runs
 *     until they are mended
 * @param earlyRemovals one line each: topic, when records go that the catalogue would keep, the
 *     command that keeps them; services run, and what is gone cannot be audited in full
 * @param partitions the common partition count P; empty if there are problems
 */
public record TopicCheck(
    List<String> problems, List<String> earlyRemovals, OptionalInt partitions) {}
