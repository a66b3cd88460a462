package io.winnow.cli.demo;

import io.winnow.cli.console.Logging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the terminal to the demo's own lines. An embedded broker logs as an error what its clients
 * retry and nobody needs to see; the log file has it, and a failure that ends the demo is told by
 * the command.
 */
final class QuietConsole {
  private static final String CONSOLE = "STDERR";

  private QuietConsole() {}

  static void unlessVerbose() {
    if (!Logging.isVerbose()) {
      ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
          .detachAppender(CONSOLE);
    }
  }
}
