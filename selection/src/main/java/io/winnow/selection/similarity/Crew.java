package io.winnow.selection.similarity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The calling thread and helpers from a pool, which take the tasks of a job one after another. Not
 * a parallel stream, because an interrupt of the caller must end the helpers too.
 */
final class Crew {
  /** One task of a job, on whatever thread; it asks now and then whether to go on. */
  @FunctionalInterface
  interface Task {
    void run(int number, Progress progress);
  }

  private final ForkJoinPool pool;
  private final int helpers;

  /**
   * @param pool may be null if there are no helpers
   */
  Crew(ForkJoinPool pool, int helpers) {
    this.pool = pool;
    this.helpers = helpers;
  }

  /**
   * Runs tasks 0 to {@code count - 1}, begun in this order, and returns when all are done.
   *
   * @throws CancellationException if the calling thread is interrupted; a task's own exception as
   *     it is
   */
  void run(int count, Task task) {
    Progress progress = new Progress(Thread.currentThread());
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              progress.check();
              task.run(i, progress);
            }
          } catch (RuntimeException | Error e) {
            progress.failure.compareAndSet(null, e);
          }
        };
    List<ForkJoinTask<?>> helping = new ArrayList<>();
    for (int i = 0; i < Math.min(helpers, count - 1); i++) {
      helping.add(pool.submit(work));
    }
    work.run();
    helping.forEach(ForkJoinTask::join);
    progress.rethrow();
  }

  /**
   * @throws CancellationException if {@code caller} is interrupted
   */
  static void checkInterrupt(Thread caller) {
    if (caller.isInterrupted()) {
      throw new CancellationException("interrupted while computing similarities");
    }
  }

  /** Whether a job still has somebody to work for. */
  static final class Progress {
    private final Thread caller;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Progress(Thread caller) {
      this.caller = caller;
    }

    /**
     * @throws CancellationException if the caller was interrupted or another task failed
     */
    void check() {
      if (failure.get() != null) {
        throw new CancellationException("another task of this computation failed");
      }
      checkInterrupt(caller);
    }

    /** The first failure counts; the others were told to stop because of it. */
    private void rethrow() {
      if (failure.get() instanceof Error error) {
        throw error;
      }
      if (failure.get() instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }
}
