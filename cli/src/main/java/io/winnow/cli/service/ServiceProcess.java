package io.winnow.cli.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a service until it ends or the process is told to stop (Ctrl-C, SIGTERM): the service is
 * then closed, and the process stays alive until that is done, but no longer than a limit: a
 * service that cannot close must not keep the process from ending. What it has not committed is
 * done again by its next start.
 */
public final class ServiceProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(60);

  private final AutoCloseable service;
  private final Duration limit;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Exception failure;

  private ServiceProcess(AutoCloseable service, Duration limit) {
    this.service = service;
    this.limit = limit;
  }

  /** What a service does; returns or throws after the service was closed. */
  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /** Runs {@code body} and closes {@code service}, whichever comes first. */
  public static void run(AutoCloseable service, Body body) throws Exception {
    run(service, body, CLOSE_LIMIT);
  }

  static void run(AutoCloseable service, Body body, Duration closeLimit) throws Exception {
    new ServiceProcess(service, closeLimit).run(body);
  }

  private void run(Body body) throws Exception {
    Thread hook = new Thread(this::closeInTime, "winnow-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (AutoCloseable closing = () -> closeUnless(hook)) {
      body.run();
    }
  }

  /** Closes the service unless the hook does it already. */
  private void closeUnless(Thread hook) throws Exception {
    if (removed(hook)) {
      closeInTime();
    } else {
      awaitClosed();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static boolean removed(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the process is being stopped; its hook closes the service", e);
      return false;
    }
  }

  private void closeInTime() {
    Thread closing = new Thread(this::close, "winnow-close");
    closing.setDaemon(true);
    closing.start();
    awaitClosed();
  }

  private void close() {
    try {
      service.close();
    } catch (Exception e) {
      LOG.error("service did not stop cleanly", e);
      failure = e;
    } finally {
      closed.countDown();
    }
  }

  private void awaitClosed() {
    try {
      if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error(
            "service did not stop within {} s, the process ends without it", limit.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("interrupted while the service stops", e);
    }
  }
}
