package io.winnow.benchmarks;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A pool that is kept at its size: what a round takes out is put in again, anew. */
final class FilledPool {
  private final SyntheticPool candidates;
  private final BulkPublisher publisher;
  private final GroupProgress progress;
  private int published;

  FilledPool(SyntheticPool candidates, BulkPublisher publisher, GroupProgress progress) {
    this.candidates = candidates;
    this.publisher = publisher;
    this.progress = progress;
  }

  String name() {
    return candidates.name();
  }

  void define(int budget, double sr) throws InterruptedException {
    progress.await(publisher.publish(Stream.of(candidates.policy(budget, sr))).ends());
  }

  /** Publishes new candidates; returns the seconds from their commit until they are folded in. */
  double add(int count) throws InterruptedException {
    int from = published;
    published += count;
    BulkPublisher.Backlog backlog =
        publisher.publish(
            IntStream.range(from, published)
                .boxed()
                .flatMap(
                    number ->
                        Stream.of(candidates.descriptor(number), candidates.score(number, 0))));
    return (progress.await(backlog.ends()) - backlog.commitNanos()) / 1e9;
  }
}
