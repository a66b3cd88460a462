package io.winnow.integration;

import io.winnow.audit.RecordSource;
import io.winnow.audit.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Topics as a forger with access to the brokers' disks could leave them: records of one topic are
 * changed in place, offsets stay.
 */
class ForgedSource implements RecordSource {

  private final RecordSource topics;
  private final String topic;
  private final UnaryOperator<List<StoredRecord>> forgery;

  /**
   * @param topics the real ones
   * @param topic the forged one
   * @param forgery applied to the records of each partition
   */
  ForgedSource(RecordSource topics, String topic, UnaryOperator<List<StoredRecord>> forgery) {
    this.topics = topics;
    this.topic = topic;
    this.forgery = forgery;
  }

  @Override
  public int partitions(String name) {
    return topics.partitions(name);
  }

  @Override
  public long begin(String name, int partition) {
    return topics.begin(name, partition);
  }

  @Override
  public long end(String name, int partition) {
    return topics.end(name, partition);
  }

  @Override
  public void read(String name, int partition, long from, long to, Consumer<StoredRecord> sink) {
    if (!name.equals(topic)) {
      topics.read(name, partition, from, to, sink);
      return;
    }
    List<StoredRecord> all = new ArrayList<>();
    topics.read(
        name, partition, topics.begin(name, partition), topics.end(name, partition), all::add);
    forgery.apply(all).stream()
        .filter(record -> record.offset() >= from && record.offset() < to)
        .forEach(sink);
  }

  @Override
  public void close() {
    topics.close();
  }
}
