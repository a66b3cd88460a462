package io.winnow.integration;

import io.winnow.schemas.topic.TopicCatalog;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that nobody can use.
 *
 * @param what is wrong with it
 * @param reason what its dead letter must say
 * @param record makes it
 */
record BadInput(
    String what, String reason, Function<TopicCatalog, ProducerRecord<byte[], byte[]>> record) {

  @Override
  public String toString() {
    return what;
  }
}
