package io.winnow.cli.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.intake.PoolIntake;
import io.winnow.streams.intake.RejectedRecordException;
import java.time.Clock;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that the pool tasks read, checked by the code with which they do: what is sent is what
 * they take.
 */
final class PoolInputFormat<V extends SpecificRecord> implements JsonLineFormat<V> {

  private final Class<V> type;
  private final PoolIntake intake;
  private final Clock clock;

  PoolInputFormat(Class<V> type, TopicCatalog topics, Clock clock) {
    this.type = type;
    this.intake = new PoolIntake(topics);
    this.clock = clock;
  }

  @Override
  public Keyed<V> read(ObjectNode line) {
    return JsonLineFormat.plain(type, line);
  }

  @Override
  public void check(Keyed<V> record, ProducerRecord<byte[], byte[]> sent)
      throws RejectedRecordException {
    intake.decode(sent.topic(), sent.key(), sent.value(), clock.millis());
  }
}
