package io.winnow.integration;

import io.winnow.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a test does to a cluster from outside. */
final class TestClients implements AutoCloseable {

  private final String bootstrapServers;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  TestClients(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.LINGER_MS_CONFIG,
            0);
    this.admin = Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  Admin admin() {
    return admin;
  }

  /** Sends a record and waits until the broker has it. */
  RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Exception {
    return producer.send(record).get();
  }

  /** Sends records and waits until the broker has all of them. */
  void sendAll(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      sent.add(producer.send(record));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
  }

  <V> RecordMetadata publish(Topic<V> topic, String key, V value) throws Exception {
    return send(topic.record(key, value));
  }

  /** Follows a topic from its start. */
  <V> TopicTail<V> tail(Topic<V> topic) {
    return TopicTail.of(bootstrapServers, topic);
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
