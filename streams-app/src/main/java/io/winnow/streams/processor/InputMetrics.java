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

  /** Stands in the place of a topic for what is due by the clock. */
  private static final String CLOCK = "clock";

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
    DROPPED,
    /** An error of Winnow's own. */
    FAILED;

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

  private final Sensor failedTicks;

  InputMetrics(StreamsMetrics metrics, List<String> topics) {
    failedTicks = sensor(metrics, CLOCK, Outcome.FAILED);
    for (String topic : topics) {
      Map<Outcome, Sensor> perOutcome = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        perOutcome.put(outcome, sensor(metrics, topic, outcome));
      }
      sensors.put(topic, perOutcome);
    }
  }

  private static Sensor sensor(StreamsMetrics metrics, String of, Outcome outcome) {
    String name = outcome.name().toLowerCase(Locale.ROOT);
    return metrics.addRateTotalSensor(SCOPE, of, name, Sensor.RecordingLevel.INFO);
  }

  /** Counts an error of Winnow's own in what is due by the clock. */
  void countFailedTick() {
    failedTicks.record();
  }

  void count(String topic, Outcome outcome) {
    sensors.get(topic).get(outcome).record();
  }
}
