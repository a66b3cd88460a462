package io.winnow.streams.processor;

import io.winnow.schemas.serde.OneLine;
import io.winnow.streams.failure.Fault;
import io.winnow.streams.intake.RejectedRecordException;
import io.winnow.streams.intake.SourceRecord;
import io.winnow.streams.processor.InputMetrics.Outcome;
import io.winnow.streams.store.Stage;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Handles one record, or one tick of the clock, such that all of its effects happen or none.
 *
 * <p>What it writes and sends is staged, and serialised before anything of it happens. A failure
 * that is no fault of the platform ({@link Fault}) discards that, builds what the task remembers in
 * the heap anew from the stores, and makes a record a dead letter.
 */
final class Containment {

  /** What a record or a tick does. */
  interface Work {
    /** Returns what became of it. */
    Outcome run() throws RejectedRecordException;
  }

  /** Builds the heap's part of the task anew from the stores. */
  interface Rebuild {
    /**
     * @param indexes whether the indexes must be built again from the state, too
     */
    void run(boolean indexes);
  }

  private record Sent(String sink, Record<byte[], byte[]> record) {}

  private final ProcessorContext<byte[], byte[]> context;
  private final Stage stage;
  private final DeadLetterOffice deadLetters;
  private final String deadLetterSink;
  private final InputMetrics metrics;
  private final InternalErrors internalErrors = new InternalErrors();
  private final List<Sent> sent = new ArrayList<>();
  private final Rebuild rebuild;

  Containment(
      ProcessorContext<byte[], byte[]> context,
      Stage stage,
      DeadLetterOffice deadLetters,
      String deadLetterSink,
      InputMetrics metrics,
      Rebuild rebuild) {
    this.context = context;
    this.stage = stage;
    this.deadLetters = deadLetters;
    this.deadLetterSink = deadLetterSink;
    this.metrics = metrics;
    this.rebuild = rebuild;
  }

  /** Sends a record with the others of this record, or not at all. */
  void send(String sink, Record<byte[], byte[]> record) {
    sent.add(new Sent(sink, record));
  }

  /** Handles a record. */
  void handle(SourceRecord source, Work work) {
    Outcome outcome;
    try {
      outcome = work.run();
    } catch (RejectedRecordException e) {
      if (!takenBack(e)) {
        throw new IllegalStateException("what " + source + " did cannot be taken back", e);
      }
      reject(source, OneLine.of(e), e.getCause());
      return;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      if (!takenBack(e)) {
        throw e;
      }
      if (Fault.of(e) == Fault.RECORD) {
        reject(source, OneLine.of(e), e);
      } else {
        metrics.count(source.topic(), Outcome.FAILED);
        bury(source, internalErrors.log(source.toString(), e), e);
      }
      return;
    }
    commit();
    metrics.count(source.topic(), outcome);
  }

  /** Does what is due by the clock; what fails is tried again at the next tick. */
  void tick(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      if (!takenBack(e)) {
        throw e;
      }
      internalErrors.log("what is due by the clock", e);
      metrics.countFailedTick();
      return;
    }
    commit();
  }

  private void reject(SourceRecord source, String reason, Throwable cause) {
    metrics.count(source.topic(), Outcome.REJECTED);
    bury(source, reason, cause);
  }

  private void bury(SourceRecord source, String reason, Throwable cause) {
    context.forward(
        deadLetters.letter(source, reason, cause, context.currentSystemTimeMs()), deadLetterSink);
  }

  private void commit() {
    stage.commit();
    for (Sent one : sent) {
      context.forward(one.record(), one.sink());
    }
    sent.clear();
  }

  /** Returns false if the error must end the task, and the transaction with it. */
  private boolean takenBack(Throwable error) {
    boolean written = stage.written();
    Stage.Left left = stage.discard();
    sent.clear();
    if (Fault.of(error) == Fault.PLATFORM || left == Stage.Left.STATE) {
      return false;
    }
    if (written) {
      rebuild.run(left == Stage.Left.INDEXES);
      stage.commit();
    }
    return true;
  }
}
