package io.winnow.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class RestoredTasksTest {

  private static final String TASK_MANAGER =
      "org.apache.kafka.streams.processor.internals.TaskManager";
  private static final String CORRUPTED =
      "Get exceptions for the following tasks: {0_1=o.a.k.s.e.TaskCorruptedException: Tasks [0_1]}";

  private static FilterReply decide(String logger, String message) {
    LoggingEvent event =
        new LoggingEvent(
            "test", new LoggerContext().getLogger(logger), Level.ERROR, message, null, null);
    return new RestoredTasks().decide(event);
  }

  @Test
  void shouldDenyOnlyWhatIsSaidOfTasksThatAreRestored() {
    assertThat(decide(TASK_MANAGER, CORRUPTED)).isEqualTo(FilterReply.DENY);
    assertThat(decide(TASK_MANAGER, "a thread failed")).isEqualTo(FilterReply.NEUTRAL);
    assertThat(decide("io.winnow", CORRUPTED)).isEqualTo(FilterReply.NEUTRAL);
  }
}
