package io.winnow.streams.processor;

import io.winnow.schemas.serde.OneLine;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs errors of Winnow's own: with their stack when they occur for the first time at a place, in a
 * line each time their number has doubled since. The metric counts all of them.
 */
final class InternalErrors {

  private static final Logger LOG = LoggerFactory.getLogger(InternalErrors.class);
  private static final int MAX_KINDS = 1_000;

  private final Map<String, Long> counts = new HashMap<>();

  /**
   * Logs one.
   *
   * @param what was being handled
   * @return the reason for a dead letter: that the error is an internal one, and where
   */
  String log(String what, Throwable error) {
    String kind = error.getClass().getSimpleName() + place(error);
    long count = counts.size() < MAX_KINDS ? counts.merge(kind, 1L, Long::sum) : 1;
    if (count == 1) {
      LOG.error("internal error at {}: {}; please report it", what, kind, error);
    } else if (Long.bitCount(count) == 1) {
      LOG.error("internal error at {}: {}, {} times now: {}", what, kind, count, OneLine.of(error));
    }
    return "internal error: " + kind + ": " + OneLine.of(error);
  }

  private static String place(Throwable error) {
    StackTraceElement[] stack = error.getStackTrace();
    if (stack.length == 0) {
      return "";
    }
    StackTraceElement at = stack[0];
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith("io.winnow.")) {
        at = frame;
        break;
      }
    }
    String type = at.getClassName();
    return " in "
        + type.substring(type.lastIndexOf('.') + 1)
        + "."
        + at.getMethodName()
        + ":"
        + at.getLineNumber();
  }
}
