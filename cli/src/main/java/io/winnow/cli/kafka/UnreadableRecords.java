package io.winnow.cli.kafka;

import io.winnow.schemas.topic.UnreadableRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that a command left out: all are counted, the first of each topic are named. A record
 * that is read twice counts once.
 */
public final class UnreadableRecords implements Consumer<UnreadableRecord> {

  private static final int NAMED = 3;

  private final Map<String, List<UnreadableRecord>> first = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  // A partition is read in order, so that what lies below was counted before.
  private final Map<TopicPartition, Long> counted = new HashMap<>();

  @Override
  public synchronized void accept(UnreadableRecord record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (record.offset() <= counted.getOrDefault(partition, -1L)) {
      return;
    }
    counted.put(partition, record.offset());
    counts.merge(record.topic(), 1L, Long::sum);
    List<UnreadableRecord> named =
        first.computeIfAbsent(record.topic(), topic -> new ArrayList<>());
    if (named.size() < NAMED) {
      named.add(record);
    }
  }

  /** Prints a line for each that is named, and one per topic for the rest. */
  public synchronized void print(PrintWriter err) {
    first.forEach(
        (topic, named) -> {
          named.forEach(record -> err.println("left out: " + record));
          long more = counts.get(topic) - named.size();
          if (more > 0) {
            err.println("left out: " + more + " more records of " + topic);
          }
        });
    err.flush();
  }
}
