package io.winnow.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.ImageLabelled;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackRestartTest {

  @TempDir private Path directory;

  @Test
  void shouldReadRecordsOfAnEarlierStartByTheirSchemaIds() throws Exception {
    try (EmbeddedRegistry registry = startRegistry();
        EmbeddedKafka kafka = startKafka()) {
      Topic<ImageLabelled> labels = labels(registry);
      create(kafka, labels);
      write(kafka, labels);
    }
    try (EmbeddedRegistry registry = startRegistry();
        EmbeddedKafka kafka = startKafka()) {
      assertThat(readFirst(kafka, labels(registry)).getLabel()).isEqualTo("cat");
    }
  }

  private EmbeddedRegistry startRegistry() {
    return EmbeddedRegistry.start(directory.resolve("registry"), 0);
  }

  private EmbeddedKafka startKafka() {
    return EmbeddedKafka.start(directory.resolve("kafka"), 0);
  }

  private static Topic<ImageLabelled> labels(EmbeddedRegistry registry) {
    return new TopicCatalog(Map.of("schema.registry.url", registry.url())).labels();
  }

  private static void create(EmbeddedKafka kafka, Topic<?> topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic.name(), Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
  }

  private static void write(EmbeddedKafka kafka, Topic<ImageLabelled> labels) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      ImageLabelled label = ImageLabelled.newBuilder().setPool("p").setLabel("cat").build();
      producer.send(labels.record("image", label)).get();
    }
  }

  private static ImageLabelled readFirst(EmbeddedKafka kafka, Topic<ImageLabelled> labels) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(labels.name(), 0)));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          return labels.valueSerde().deserializer().deserialize(labels.name(), record.value());
        }
      }
    }
    throw new AssertionError("no record in " + labels.name());
  }
}
