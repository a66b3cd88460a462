package io.winnow.descriptor.worker;

import io.winnow.schemas.serde.InnermostCause;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker on a thread of its own, with what only it uses: clients and its encoder. */
final class DescribingLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DescribingLoop.class);

  private final String name;
  private final DescriptorWorker worker;
  private final Resources resources;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();

  /**
   * @param resources closed when the loop ends
   */
  DescribingLoop(String name, DescriptorWorker worker, Resources resources) {
    this.name = name;
    this.worker = worker;
    this.resources = resources;
  }

  /** Starts the thread. To be called once. */
  void start() {
    new Thread(this::work, name).start();
  }

  private void work() {
    RuntimeException failure = null;
    try {
      worker.run();
    } catch (RuntimeException | Error e) {
      // Errors too (memory, native libraries): whoever waits for the end must learn of them.
      failure = new WorkerFailedException("worker failed: " + reason(e), e);
    }
    failure = resources.closeAfter(failure);
    if (failure == null) {
      LOG.info("{} stopped", name);
      finished.complete(null);
    } else {
      LOG.error("{} stopped by a failure", name, failure);
      finished.completeExceptionally(failure);
    }
  }

  private static String reason(Throwable failure) {
    return failure instanceof ProducerFencedException
        ? "another worker of the group has taken over the same " + WorkerConfig.INSTANCE_ID
        : InnermostCause.words(failure);
  }

  /**
   * Completes when the loop has ended and all its resources are closed; with its failure if any.
   */
  CompletableFuture<Void> finished() {
    return finished;
  }

  /** Lets the loop end soon. */
  void stop() {
    worker.stop();
  }

  /** Stops the loop and waits for its end. */
  @Override
  public void close() {
    stop();
    finished.exceptionally(failure -> null).join();
  }
}
