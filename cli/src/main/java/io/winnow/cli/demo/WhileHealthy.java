package io.winnow.cli.demo;

import io.winnow.cli.embedded.LocalStack;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Does work on a stack and gives up at once, with the stack's own error, when a part of it fails.
 */
final class WhileHealthy {
  private WhileHealthy() {}

  static <T> T call(LocalStack stack, Callable<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    start(
        "winnow-demo",
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception | Error e) {
            result.completeExceptionally(e);
          }
        });
    start(
        "winnow-demo-watch",
        () -> {
          try {
            stack.join();
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
