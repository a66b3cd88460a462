package io.winnow.cli.kafka;

import io.winnow.cli.console.CommandException;
import io.winnow.schemas.topic.RecordDecoder;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.UnreadableRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads committed records of one topic. Those that cannot be read are left out, and named when the
 * cluster is closed.
 *
 * @param <V> type of the values
 */
public final class TopicReader<V> implements AutoCloseable {

  private final TopicScan scan;
  private final RecordDecoder<V> decoder;
  private final Consumer<UnreadableRecord> unreadable;

  /**
   * Opens a reader.
   *
   * @throws CommandException if the topic does not exist
   */
  public TopicReader(Cluster cluster, Topic<V> topic) {
    this(cluster, topic, new RecordDecoder<>(topic), cluster.unreadable());
  }

  /**
   * Opens a reader.
   *
   * @param unreadable told of each record that is left out
   * @throws CommandException if the topic does not exist
   */
  public TopicReader(
      Cluster cluster,
      Topic<V> topic,
      RecordDecoder<V> decoder,
      Consumer<UnreadableRecord> unreadable) {
    this.scan = new TopicScan(cluster, topic);
    this.decoder = decoder;
    this.unreadable = unreadable;
  }

  /**
   * Hands every record from the beginning up to the present end to {@code sink}; a tombstone's
   * value is null.
   *
   * @throws CommandException if Kafka falls silent
   */
  public void readAll(BiConsumer<String, V> sink) {
    scan.all(record -> read(record, sink));
  }

  /**
   * Hands the newest records to {@code sink}, as {@link #readAll}: of each partition the same
   * number, so that they are about {@code most} where keys are spread evenly.
   *
   * @return how many offsets were passed over, of those that the topic still has
   */
  public long readNewest(long most, BiConsumer<String, V> sink) {
    return scan.newest(most, record -> read(record, sink));
  }

  /** Goes to the present end, so that {@link #await} sees only what comes later. */
  public void seekToEnd() {
    scan.seekToEnd();
  }

  /**
   * Waits for a record.
   *
   * @return the first that matches, or empty after {@code timeout}
   */
  public Optional<V> await(BiPredicate<String, V> matches, Duration timeout) {
    Found found = new Found(matches);
    scan.until(
        record -> {
          read(record, found);
          return found.value != null;
        },
        timeout);
    return Optional.ofNullable(found.value);
  }

  private void read(ConsumerRecord<byte[], byte[]> record, BiConsumer<String, V> sink) {
    decoder.read(
        record.partition(), record.offset(), record.key(), record.value(), sink, unreadable);
  }

  @Override
  public void close() {
    scan.close();
  }

  private final class Found implements BiConsumer<String, V> {

    private final BiPredicate<String, V> matches;
    private V value;

    Found(BiPredicate<String, V> matches) {
      this.matches = matches;
    }

    @Override
    public void accept(String key, V candidate) {
      if (matches.test(key, candidate)) {
        value = candidate;
      }
    }
  }
}
