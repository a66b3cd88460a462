package io.winnow.streams.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.serde.MalformedRecordException;
import io.winnow.streams.intake.RejectedRecordException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(Fault.RECORD, new RejectedRecordException("no key")),
        Arguments.of(
            Fault.RECORD,
            new RejectedRecordException(
                "not Avro", new MalformedRecordException("not Avro", new EOFException()))),
        Arguments.of(Fault.PLATFORM, new ProducerFencedException("fenced")),
        Arguments.of(Fault.PLATFORM, new TaskMigratedException("moved", new TimeoutException())),
        Arguments.of(Fault.PLATFORM, new StreamsException(new IllegalStateException("closed"))),
        Arguments.of(Fault.PLATFORM, new ProcessorStateException("no space left on device")),
        Arguments.of(Fault.PLATFORM, new TimeoutException("broker")),
        Arguments.of(Fault.PLATFORM, new RecordTooLargeException("1048589 bytes")),
        Arguments.of(Fault.PLATFORM, new InterruptException("stop")),
        Arguments.of(Fault.PLATFORM, new UncheckedIOException(new IOException("disk"))),
        Arguments.of(Fault.PLATFORM, new IllegalStateException("x", new IOException("disk"))),
        Arguments.of(Fault.PLATFORM, new OutOfMemoryError("heap")),
        Arguments.of(Fault.PLATFORM, new RuntimeException(new OutOfMemoryError("heap"))),
        Arguments.of(Fault.PLATFORM, new NoClassDefFoundError("x")),
        Arguments.of(Fault.INTERNAL, new StackOverflowError()),
        Arguments.of(Fault.INTERNAL, new NullPointerException("x")),
        Arguments.of(Fault.INTERNAL, new IllegalStateException("while none is open")),
        Arguments.of(Fault.INTERNAL, new ArithmeticException("/ by zero")),
        Arguments.of(Fault.INTERNAL, new AssertionError("never")));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void shouldTellWhoseFaultAnErrorIs(Fault fault, Throwable error) {
    assertThat(Fault.of(error)).isEqualTo(fault);
  }

  @Test
  void shouldComeToAnEndWhenCausesAreCircular() {
    RuntimeException one = new RuntimeException("one");
    one.initCause(new RuntimeException("two", one));

    assertThat(Fault.of(one)).isEqualTo(Fault.INTERNAL);
  }
}
