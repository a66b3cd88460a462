package io.winnow.cli.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Denies Kafka Streams' lines about tasks whose state a killed instance left behind, which it calls
 * errors: it restores them, and the start says what it waits for.
 */
final class RestoredTasks extends Filter<ILoggingEvent> {

  private static final String LOGGER = "org.apache.kafka.streams.processor.internals.TaskManager";
  private static final String CORRUPTED = "TaskCorruptedException";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return event.getLoggerName().equals(LOGGER) && event.getFormattedMessage().contains(CORRUPTED)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
