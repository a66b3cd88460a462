package io.winnow.streams.failure;

import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.schemas.serde.OversizedValueException;
import io.winnow.streams.intake.RejectedRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;

/**
 * Whose fault an error is, and so what becomes of it. The one place where this is decided: the
 * processors and the handlers of Kafka Streams ask here.
 */
public enum Fault {
  /** The record cannot be used, now or later: a dead letter. */
  RECORD,
  /**
   * Says nothing about the record: brokers, fencing, disk, registry, memory, a stop. Kafka's
   * clients have retried what can be retried; the instance ends, its transaction is aborted, and
   * the next start reads the record again.
   */
  PLATFORM,
  /** An error of Winnow's own while it handled a record: a dead letter as well, and an alarm. */
  INTERNAL;

  /** Longer chains of causes are cut: they may be circular. */
  private static final int MAX_CAUSES = 32;

  /**
   * Returns whose fault the error is: that of the first of its causes, itself included, that tells.
   */
  public static Fault of(Throwable error) {
    Throwable cause = error;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (saysTheRecord(cause)) {
        return RECORD;
      }
      if (saysThePlatform(cause)) {
        return PLATFORM;
      }
      cause = cause.getCause();
    }
    return INTERNAL;
  }

  private static boolean saysTheRecord(Throwable error) {
    return error instanceof RejectedRecordException
        || error instanceof MalformedRecordException
        || error instanceof OversizedValueException;
  }

  private static boolean saysThePlatform(Throwable error) {
    return error instanceof KafkaException // those of Kafka Streams, stores and registry included
        || error instanceof IOException
        || error instanceof UncheckedIOException
        || error instanceof InterruptedException
        || error instanceof LinkageError
        // The depth of the stack depends on the record; memory and the JVM's health do not.
        || (error instanceof VirtualMachineError && !(error instanceof StackOverflowError));
  }
}
