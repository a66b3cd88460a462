package io.winnow.descriptor.worker;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in the opposite order, all of it, whatever fails. */
final class Resources {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /**
   * Closes everything.
   *
   * @param failure what went wrong before, or null
   * @return the failure with those of closing added to it; null if there was none
   */
  RuntimeException closeAfter(RuntimeException failure) {
    RuntimeException first = failure;
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Exception e) {
        if (first == null) {
          first = new WorkerFailedException("closing failed: " + e.getMessage(), e);
        } else {
          first.addSuppressed(e);
        }
      }
    }
    return first;
  }
}
