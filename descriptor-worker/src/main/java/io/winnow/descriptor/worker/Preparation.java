package io.winnow.descriptor.worker;

import io.winnow.descriptor.source.Fetched;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * One record on its way to the encoder: it is read, fetched if it only points to its image, and
 * decoded. Thread-safe.
 */
final class Preparation {

  /** How far it came. */
  enum Step {
    /** Being read, or its inline image being decoded. */
    READING,
    /** Waiting for its image, which holds no memory yet. */
    FETCHING,
    /** Its image is in memory and may be decoded. */
    FETCHED,
    /** Being decoded, or waiting for it. */
    DECODING
  }

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private volatile Step step = Step.READING;
  private CompletableFuture<Fetched> fetch;
  private Runnable decoding;
  private Future<?> decoder;

  /** Completed when there is nothing left to do before the encoder. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  Step step() {
    return step;
  }

  synchronized void decoding(Future<?> task) {
    decoder = task;
    stopIfCancelled();
  }

  synchronized void fetching(CompletableFuture<Fetched> image) {
    fetch = image;
    step = Step.FETCHING;
    stopIfCancelled();
  }

  /**
   * Its image is in memory.
   *
   * @param decode hands it to a thread that decodes
   */
  synchronized void fetched(Runnable decode) {
    decoding = decode;
    step = Step.FETCHED;
  }

  /** Lets it be decoded; to be called once, when it is fetched. */
  synchronized void decode() {
    step = Step.DECODING;
    decoding.run();
  }

  /** Gives it up, and the memory of its image back. */
  synchronized void cancel() {
    outcome.cancel(false);
    stopIfCancelled();
  }

  private void stopIfCancelled() {
    if (!outcome.isCancelled()) {
      return;
    }
    if (decoder != null) {
      decoder.cancel(true);
    }
    if (fetch != null && !fetch.cancel(false) && !fetch.isCompletedExceptionally()) {
      fetch.join().close();
    }
  }
}
