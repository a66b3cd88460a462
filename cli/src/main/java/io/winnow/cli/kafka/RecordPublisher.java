package io.winnow.cli.kafka;

import io.winnow.cli.console.CommandException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes many records and forgets none: the first that Kafka refuses ends the command. Idempotent,
 * so that a retry cannot write twice.
 */
public final class RecordPublisher implements AutoCloseable {

  private static final int SEND_LIMIT_MS = 30_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<CommandException> failure = new AtomicReference<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** Opens a producer to the cluster. */
  public RecordPublisher(Cluster cluster) {
    Map<String, Object> settings = new HashMap<>(cluster.settings());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // The one compression that every client reads; a cheap level, since pictures do not shrink.
    settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    settings.putIfAbsent(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG, 1);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, cluster.catalog().maxRequestBytes());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_LIMIT_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, SEND_LIMIT_MS / 2);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, SEND_LIMIT_MS);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Hands a record over; blocks while the buffer is full.
   *
   * @throws CommandException if this or an earlier record was refused
   */
  public void publish(ProducerRecord<byte[], byte[]> record) {
    throwFailure();
    try {
      // The callback hears of success and failure; the future would tell the same again.
      Future<RecordMetadata> unused =
          producer.send(record, (metadata, error) -> acknowledge(record.topic(), metadata, error));
    } catch (KafkaException e) {
      failure.compareAndSet(null, refused(record.topic(), e));
      throwFailure();
    }
  }

  /**
   * Waits until Kafka has acknowledged every record.
   *
   * @throws CommandException if one was refused
   */
  public void flush() {
    producer.flush();
    throwFailure();
  }

  /** Records that Kafka has acknowledged. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** Serialised size of the acknowledged keys and values, in bytes. */
  public long acknowledgedBytes() {
    return bytes.get();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void acknowledge(String topic, RecordMetadata metadata, Exception error) {
    if (error != null) {
      failure.compareAndSet(null, refused(topic, error));
      return;
    }
    acknowledged.incrementAndGet();
    bytes.addAndGet(
        Math.max(0, metadata.serializedKeySize())
            + (long) Math.max(0, metadata.serializedValueSize()));
  }

  /** An idempotent producer may hear only that it may write nowhere: of the cluster then. */
  private CommandException refused(String topic, Exception error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthorizationException) {
        return new CommandException(
            "this user may not write to topic "
                + topic
                + "; 'winnow topics acls' prints who needs which rights",
            error);
      }
    }
    return new CommandException(
        "Kafka refused a record of topic "
            + topic
            + " after "
            + acknowledged()
            + " were written: "
            + error.getMessage(),
        error);
  }

  private void throwFailure() {
    CommandException error = failure.get();
    if (error != null) {
      throw error;
    }
  }
}
