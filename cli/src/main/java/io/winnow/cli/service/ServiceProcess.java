package io.winnow.cli.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a service until it ends or the process is told to stop (Ctrl-C, SIGTERM): the service is
 * then closed, and the process stays alive until that is done.
 */
public final class ServiceProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
  private static final long CLOSE_LIMIT_SECONDS = 60;

  private final AutoCloseable service;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ServiceProcess(AutoCloseable service) {
    this.service = service;
  }

  /** What a service does; returns or throws after the service was closed. */
  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /** Runs {@code body} and closes {@code service}, whichever comes first. */
  public static void run(AutoCloseable service, Body body) throws Exception {
    new ServiceProcess(service).run(body);
  }

  private void run(Body body) throws Exception {
    Thread hook = new Thread(this::stop, "winnow-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      body.run();
    } finally {
      if (removed(hook)) {
        service.close();
      } else if (!closed.await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("service did not stop within {} s", CLOSE_LIMIT_SECONDS);
      }
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

  private void stop() {
    try {
      service.close();
    } catch (Exception e) {
      LOG.error("service did not stop cleanly", e);
    } finally {
      closed.countDown();
    }
  }
}
