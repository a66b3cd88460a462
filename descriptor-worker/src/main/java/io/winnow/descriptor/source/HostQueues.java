package io.winnow.descriptor.source;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The hosts that images are wanted of, in the order of their turns. Not thread-safe. */
final class HostQueues {

  /** How long a host that failed is remembered when nothing is wanted of it. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Function<String, HostQueue> opener;
  private final Map<String, HostQueue> byPlace = new LinkedHashMap<>();

  HostQueues(Function<String, HostQueue> opener) {
    this.opener = opener;
  }

  HostQueue of(String place) {
    return byPlace.computeIfAbsent(place, opener);
  }

  /** All of them, whose turn it is first. */
  List<HostQueue> inTurn() {
    return List.copyOf(byPlace.values());
  }

  /** A host had its turn: the others are first next time. */
  void hadTurn(HostQueue host) {
    byPlace.remove(host.place());
    byPlace.put(host.place(), host);
  }

  /** Forgets hosts that nothing is wanted of, those that failed after a while. */
  void forgetIdle(long now) {
    byPlace
        .values()
        .removeIf(
            host ->
                host.isIdle()
                    && (!host.health().isBackedOff()
                        || now - host.health().resumeAt() > REMEMBERED.toNanos()));
  }

  /** Nanoseconds until an image may be tried because time has passed. */
  long dueIn(long now) {
    return byPlace.values().stream()
        .mapToLong(host -> host.dueIn(now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Takes all images that wait. */
  List<Ticket> drain() {
    return all().stream().flatMap(host -> host.drain().stream()).toList();
  }

  int backedOff() {
    return (int) all().stream().filter(host -> host.health().isBackedOff()).count();
  }

  int waiting() {
    return all().stream().mapToInt(HostQueue::size).sum();
  }

  private Collection<HostQueue> all() {
    return byPlace.values();
  }
}
