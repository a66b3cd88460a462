package io.winnow.cli.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts that were started, to be closed in reverse order. Closing may come from a shutdown hook
 * while another part is still starting: that part is then closed as soon as it is added.
 */
final class OpenParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  <T extends AutoCloseable> T add(T part) {
    synchronized (this) {
      if (!closed) {
        parts.push(part);
        return part;
      }
    }
    closeOne(part);
    throw new EmbeddedStackException("stopped while it started");
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    // Outside the lock: a part that fails while it closes may ask whether we are closing.
    for (AutoCloseable part = pop(); part != null; part = pop()) {
      closeOne(part);
    }
  }

  private synchronized AutoCloseable pop() {
    return parts.poll();
  }

  /** One part that cannot be closed must not keep the others open. */
  private static void closeOne(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.error("{} did not close cleanly", part.getClass().getSimpleName(), e);
    }
  }
}
