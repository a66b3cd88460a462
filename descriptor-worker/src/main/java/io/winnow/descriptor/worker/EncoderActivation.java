package io.winnow.descriptor.worker;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;

/** Lets the activated encoders follow the policies, on a thread of its own. */
final class EncoderActivation implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  private final PolicyFollower policies;
  private final ActivatedEncoders encoders;
  private final Consumer<RuntimeException> onFailure;
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * @param onFailure told if the policies cannot be followed any more
   */
  EncoderActivation(
      PolicyFollower policies, ActivatedEncoders encoders, Consumer<RuntimeException> onFailure) {
    this.policies = policies;
    this.encoders = encoders;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, "winnow-worker-policies");
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopping) {
        policies.poll(POLL);
        if (policies.caughtUp()) {
          encoders.reconcile(policies.wanted());
        }
      }
    } catch (RuntimeException e) {
      onFailure.accept(e);
    }
  }

  /** Stops following and waits for the end of the thread; policies and encoders stay open. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new InterruptException(
          "interrupted while waiting for the thread that follows the policies", e);
    }
  }
}
