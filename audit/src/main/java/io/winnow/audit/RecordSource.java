package io.winnow.audit;

import java.util.function.Consumer;

/**
 * Where an audit reads committed records: topics, or a bundle of their records. Several threads may
 * read at the same time.
 */
public interface RecordSource extends AutoCloseable {

  /**
   * Returns the partition count of a topic.
   *
   * @throws UnreadableSourceException if there is no such topic
   */
  int partitions(String topic);

  /** Returns the offset of the first record that is still there, or the end of an empty one. */
  long begin(String topic, int partition);

  /** Returns the offset after the last committed record. */
  long end(String topic, int partition);

  /**
   * Hands on the committed records with {@code from <= offset < to}, in order.
   *
   * @throws UnreadableSourceException if they cannot be read
   */
  void read(String topic, int partition, long from, long to, Consumer<StoredRecord> sink);

  /**
   * Returns the inputs that the live application could not decode because the registry did not know
   * their schemas then; by default none.
   *
   * @param deadLetters topic of its dead letters
   * @throws UnreadableSourceException if they cannot be read
   */
  default UndecodedInputs undecoded(String deadLetters) {
    return UndecodedInputs.NONE;
  }

  @Override
  void close();
}
