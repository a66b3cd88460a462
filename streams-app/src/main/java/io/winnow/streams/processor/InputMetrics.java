package io.winnow.streams.processor;

import io.winnow.selection.ledger.PoolLedger;
import io.winnow.selection.round.ProtocolOutcome;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(InputMetrics.class);

  private final Map<String, Map<Outcome, Sensor>> sensors = new HashMap<>();
  private final Set<String> readAgain = new HashSet<>();

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

  /**
   * Counts a record that was processed before; the log says once per topic that it is read again.
   */
  void skip(RecordMetadata from) {
    count(from.topic(), Outcome.SKIPPED);
    if (readAgain.add(from.topic())) {
      LOG.info(
          "{}-{} is read again from offset {}: what was processed before is skipped",
          from.topic(),
          from.partition(),
          from.offset());
    }
  }

  void count(String topic, Outcome outcome) {
    sensors.get(topic).get(outcome).record();
  }
}
