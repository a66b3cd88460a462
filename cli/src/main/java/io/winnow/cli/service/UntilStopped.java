package io.winnow.cli.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a service when the process is told to stop (Ctrl-C, SIGTERM), and keeps the process alive
 * until that is done.
 */
public final class UntilStopped implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UntilStopped.class);
  private static final long CLOSE_LIMIT_SECONDS = 60;

  private final AutoCloseable service;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  /** Watches from now on. */
  public UntilStopped(AutoCloseable service) {
    this.service = service;
    this.hook = new Thread(this::stop, "winnow-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Closes the service, unless the process is being stopped, which then does it. */
  @Override
  public void close() throws Exception {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the process is being stopped, the service is closed there", e);
      awaitStop();
      return;
    }
    service.close();
  }

  private void stop() {
    try {
      service.close();
    } catch (Exception e) {
      LOG.error("service did not stop cleanly", e);
    } finally {
      closed.countDown();
    }
  }

  private void awaitStop() throws InterruptedException {
    if (!closed.await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("service did not stop within {} s", CLOSE_LIMIT_SECONDS);
    }
  }
}
