package io.winnow.streams.processor;

import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.round.ProtocolOutcome;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Counts what becomes of inputs, per topic. The names are public API: group {@code
 * stream-winnow-metrics}, {@code <outcome>-total} and {@code <outcome>-rate}, tag {@code winnow-id}
 * the topic. All exist, at 0, from the start.
 */
final class InputMetrics {

  private static final String SCOPE = "winnow";

  /** What can become of a record. */
  enum Outcome {
    FOLDED,
    DUPLICATE,
    CLOSED,
    MISPLACED,
    REJECTED,
    /** Read again: it was processed before. */
    SKIPPED,
    /** A request that was taken, and then dropped because its policy ended. */
    DROPPED;

    /** Returns the outcome of a fold that took the record. */
    static Outcome of(PoolLedger.Outcome fold) {
      return switch (fold) {
        case FOLDED -> FOLDED;
        case DUPLICATE -> DUPLICATE;
        case CLOSED -> CLOSED;
      };
    }

    /** Returns the outcome of a step of the round protocol. */
    static Outcome of(ProtocolOutcome step) {
      return switch (step) {
        case APPLIED -> FOLDED;
        case DUPLICATE -> DUPLICATE;
        case CLOSED -> CLOSED;
      };
    }
  }

  private final Map<String, Map<Outcome, Sensor>> sensors = new HashMap<>();

  InputMetrics(StreamsMetrics metrics, List<String> topics) {
    for (String topic : topics) {
      Map<Outcome, Sensor> perOutcome = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        String name = outcome.name().toLowerCase(Locale.ROOT);
        perOutcome.put(
            outcome, metrics.addRateTotalSensor(SCOPE, topic, name, Sensor.RecordingLevel.INFO));
      }
      sensors.put(topic, perOutcome);
    }
  }

  void count(String topic, Outcome outcome) {
    sensors.get(topic).get(outcome).record();
  }
}
