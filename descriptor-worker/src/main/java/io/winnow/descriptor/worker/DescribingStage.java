package io.winnow.descriptor.worker;

import io.winnow.descriptor.worker.InFlight.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Batches on their way through the encoder, first in, first out. The stage has a thread for each
 * pass that the encoder can run at a time, and divides a batch by them; a batch that is too small
 * for all shares them with the next. Described batches wait for their transaction. To be used by
 * one thread, the polling one.
 */
final class DescribingStage implements AutoCloseable {

  /** Batches that are not described yet. */
  private static final int BATCHES = 2;

  /** More of them while they are small: a transaction must not leave the encoder without work. */
  static final int IMAGES = 32;

  /** Images for each pass: one in it and one at hand. */
  private static final int IMAGES_PER_PASS = 2;

  /** A batch and what is becoming of its parts, in order. */
  private record Batch(List<Work> works, List<CompletableFuture<List<Outcome>>> parts) {

    boolean isDone() {
      return parts.stream().allMatch(CompletableFuture::isDone);
    }

    boolean hasFailed() {
      return parts.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
    }
  }

  /** A batch that is done: an outcome per record, in order. */
  record Described(List<Work> works, List<Outcome> outcomes) {}

  private final BatchDescriber describer;
  private final ExecutorService threads;
  private final Deque<Batch> batches = new ArrayDeque<>();

  DescribingStage(BatchDescriber describer) {
    this.describer = describer;
    String name = Thread.currentThread().getName() + "-describe-";
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            describer.passes(),
            task -> {
              Thread describing = new Thread(task, name + number.incrementAndGet());
              describing.setDaemon(true);
              return describing;
            });
  }

  boolean hasRoom() {
    int waiting = 0;
    int images = 0;
    for (Batch batch : batches) {
      if (!batch.isDone()) {
        waiting++;
        images += batch.works().size();
      }
    }
    return waiting < BATCHES || images < Math.max(IMAGES, IMAGES_PER_PASS * describer.passes());
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  /** Whether no batch is being described or waiting for it; described ones may be left here. */
  boolean isIdle() {
    return batches.stream().allMatch(Batch::isDone);
  }

  /** Records of the batches that are here. */
  int size() {
    return batches.stream().mapToInt(batch -> batch.works().size()).sum();
  }

  /** Records of the batches at the head that are done. */
  int described() {
    return describedWorks().mapToInt(List::size).sum();
  }

  /** The same for each partition that has any. */
  Map<TopicPartition, Integer> describedByPartition() {
    Map<TopicPartition, Integer> counts = new HashMap<>();
    describedWorks()
        .flatMap(List::stream)
        .forEach(work -> counts.merge(work.partition(), 1, Integer::sum));
    return counts;
  }

  private Stream<List<Work>> describedWorks() {
    return batches.stream().takeWhile(Batch::isDone).map(Batch::works);
  }

  /** Hands in a batch of records that are prepared; there must be room. */
  void submit(List<Work> works) {
    List<CompletableFuture<List<Outcome>>> parts = new ArrayList<>();
    int count = Math.min(describer.passes(), works.size());
    for (int part = 0; part < count; part++) {
      List<Work> share =
          works.subList(part * works.size() / count, (part + 1) * works.size() / count);
      parts.add(CompletableFuture.supplyAsync(() -> describe(share), threads));
    }
    batches.add(new Batch(works, parts));
  }

  private List<Outcome> describe(List<Work> works) {
    return describer.describe(works.stream().map(DescribingStage::outcomeOf).toList());
  }

  /**
   * Removes the batches at the head that are described, up to one that failed.
   *
   * @throws RuntimeException if describing the first one failed; so may the others
   */
  List<Described> removeDescribed() {
    List<Described> described = new ArrayList<>();
    while (!batches.isEmpty() && batches.peek().isDone()) {
      if (!described.isEmpty() && batches.peek().hasFailed()) {
        break; // what lies before it is committed first
      }
      described.add(resultOf(batches.remove()));
    }
    return described;
  }

  /** Waits until the first batch is described, or that has failed. */
  void awaitFirst() {
    CompletableFuture.allOf(batches.element().parts().toArray(CompletableFuture[]::new))
        .exceptionally(failure -> null)
        .join();
  }

  private static Described resultOf(Batch head) {
    try {
      List<Outcome> outcomes = new ArrayList<>(head.works().size());
      for (CompletableFuture<List<Outcome>> part : head.parts()) {
        outcomes.addAll(part.get());
      }
      return new Described(head.works(), outcomes);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  /** Gives up all batches; what is being described runs on, for nobody. */
  void dropAll() {
    batches.forEach(batch -> batch.parts().forEach(part -> part.cancel(false)));
    batches.clear();
  }

  private static Outcome outcomeOf(Work work) {
    try {
      return work.outcome().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException unavailable) {
        throw unavailable; // the registry is down; its message says all
      }
      throw new IllegalStateException(
          "preparing offset %d of %s failed: %s"
              .formatted(work.record().offset(), work.partition(), e.getCause()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while describing a batch", e);
    }
  }

  private static RuntimeException rethrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  /**
   * Gives up all batches and waits for the end of what is being described: the encoder is closed
   * next, and native code must not be under way in it.
   */
  @Override
  public void close() {
    dropAll();
    threads.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
