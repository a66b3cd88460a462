package io.winnow.integration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.winnow.cli.Winnow;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** The command line, logging everything down to DEBUG whatever a command sets. */
final class DebugLogged extends TurboFilter {

  private DebugLogged() {}

  public static void main(String[] arguments) {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(new DebugLogged());
    Winnow.main(arguments);
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] parameters,
      Throwable error) {
    return level.isGreaterOrEqual(Level.DEBUG) ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
  }
}
