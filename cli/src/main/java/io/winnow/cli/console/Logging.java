package io.winnow.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged where. Standard output belongs to what a command prints; logs go to standard
 * error, or to a file for the commands that run for long in a terminal.
 */
public final class Logging {

  private static final String CONSOLE = "STDERR";
  private static final String PATTERN =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{36} - %msg%n";

  private static boolean verbose;

  private Logging() {}

  /** Logs at INFO from now on, and lets errors print their stack traces. */
  public static synchronized void verbose() {
    verbose = true;
    root().setLevel(Level.INFO);
    context().getLogger("org.apache.kafka").setLevel(Level.WARN);
  }

  /** Whether {@link #verbose()} was called. */
  public static synchronized boolean isVerbose() {
    return verbose;
  }

  /** For services: INFO of this product and warnings of everything else, on standard error. */
  public static void forService() {
    root().setLevel(Level.WARN);
    context().getLogger("io.winnow").setLevel(Level.INFO);
    context().getLogger("org.apache.kafka").setLevel(Level.WARN);
  }

  /**
   * For several services in one terminal: as {@link #forService()}, but into a file. Standard error
   * keeps to errors unless {@link #verbose()} was called.
   */
  public static void forServiceTo(Path file) {
    forService();
    LoggerContext context = context();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setName("FILE");
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    root().addAppender(appender);
    if (!isVerbose()) {
      limitConsoleTo(Level.ERROR);
    }
  }

  private static void limitConsoleTo(Level level) {
    Appender<ILoggingEvent> console = root().getAppender(CONSOLE);
    if (console != null) {
      ThresholdFilter filter = new ThresholdFilter();
      filter.setLevel(level.toString());
      filter.start();
      console.addFilter(filter);
      RestoredTasks restored = new RestoredTasks();
      restored.start();
      console.addFilter(restored);
    }
  }

  private static ch.qos.logback.classic.Logger root() {
    return context().getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
