package io.winnow.streams.processor;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Counts what becomes of inputs, per topic. The names are public API: group {@code
 * stream-winnow-metrics}, {@code <outcome>-total} and {@code <outcome>-rate}, tag {@code winnow-id}
 * the topic.
 */
final class InputMetrics {

  private static final String SCOPE = "winnow";

  private final StreamsMetrics metrics;
  private final Map<String, Sensor> sensors = new HashMap<>();

  InputMetrics(StreamsMetrics metrics) {
    this.metrics = metrics;
  }

  void count(String topic, String outcome) {
    sensors
        .computeIfAbsent(
            topic + " " + outcome,
            key -> metrics.addRateTotalSensor(SCOPE, topic, outcome, Sensor.RecordingLevel.INFO))
        .record();
  }
}
