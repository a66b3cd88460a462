package io.winnow.cli.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.schemas.json.AvroJson;
import io.winnow.streams.intake.RejectedRecordException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How a line of JSON becomes a record that its readers take.
 *
 * @param <V> type of the records
 */
interface JsonLineFormat<V extends SpecificRecord> {

  /**
   * A record with its key.
   *
   * @param <V> type of the value
   */
  record Keyed<V>(String imageId, V value) {}

  /**
   * Makes the record.
   *
   * @throws IllegalArgumentException saying what is wrong with the line
   */
  Keyed<V> read(ObjectNode line);

  /**
   * Checks the record by the rules of those who will read it.
   *
   * @param sent as it goes to Kafka
   * @throws RejectedRecordException if they would refuse it
   */
  void check(Keyed<V> record, ProducerRecord<byte[], byte[]> sent) throws RejectedRecordException;

  /** The record of a line that has its fields as they are, and {@code imageId} besides. */
  static <V extends SpecificRecord> Keyed<V> plain(Class<V> type, ObjectNode line) {
    String imageId = ImageKey.take(line);
    return new Keyed<>(imageId, AvroJson.fromJson(type, line));
  }
}
