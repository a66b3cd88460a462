package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.streams.client.StreamsClients;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lags that the streams application's consumer tells Kafka Streams, with a real broker. */
class RememberedLagIT {

  private static final TopicPartition INPUT = new TopicPartition("input", 0);
  private static final Duration POLL = Duration.ofMillis(100);

  private TestCluster kafka;
  private Consumer<byte[], byte[]> consumer;

  @BeforeEach
  void start() throws Exception {
    kafka = TestCluster.start();
    kafka
        .clients()
        .admin()
        .createTopics(List.of(new NewTopic(INPUT.topic(), 1, (short) 1)))
        .all()
        .get(1, TimeUnit.MINUTES);
    kafka
        .clients()
        .sendAll(
            Collections.nCopies(4, new ProducerRecord<>(INPUT.topic(), new byte[0], new byte[0])));
    consumer =
        new StreamsClients()
            .getConsumer(
                Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    kafka.bootstrapServers(),
                    ConsumerConfig.GROUP_ID_CONFIG,
                    "lags",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    1));
    consumer.assign(List.of(INPUT));
    consumer.seek(INPUT, 0);
  }

  @AfterEach
  void stop() {
    if (consumer != null) {
      consumer.close();
    }
    kafka.close();
  }

  @Test
  void shouldTellALagThatBecomesKnownAndNotOneFromBeforeTheLastPoll() {
    assertThat(consumer.currentLag(INPUT)).as("before anything was read").isEmpty();

    pollOne();
    assertThat(consumer.currentLag(INPUT)).hasValue(3);

    pollOne();
    assertThat(consumer.currentLag(INPUT)).hasValue(2);
  }

  @Test
  void shouldTellTheSameLagUntilTheNextPoll() {
    pollOne();
    assertThat(consumer.currentLag(INPUT)).hasValue(3);

    consumer.seek(INPUT, 3);
    assertThat(consumer.currentLag(INPUT)).as("worked out once per poll").hasValue(3);

    pollOne();
    assertThat(consumer.currentLag(INPUT)).hasValue(0);
  }

  private void pollOne() {
    Awaitility.await("a record")
        .atMost(TopicTail.PATIENCE)
        .until(() -> Optional.of(consumer.poll(POLL)), records -> records.get().count() == 1);
  }
}
