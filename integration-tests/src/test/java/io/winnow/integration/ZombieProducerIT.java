package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A producer that began a transaction on the scores and never ended it holds back what others send
 * to the same partition. Rounds go on without; nothing that was held back is lost.
 */
class ZombieProducerIT {

  private static final int PARTITIONS = 1;
  private static final int BUDGET = 10;
  private static final String PREFIX = "zombie.";
  private static final SyntheticPool POOL = new SyntheticPool("held", 100, 4);

  @TempDir private Path directory;

  @Test
  void shouldCloseRoundsWhileATransactionOfOthersHoldsScoresBack() throws Exception {
    try (TestCluster kafka = TestCluster.start();
        EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"), 0)) {
      TopicCatalog topics = kafka.createTopics(PREFIX, registry.url(), PARTITIONS);
      Map<String, Object> settings =
          kafka.streamsSettings(PREFIX, registry.url(), directory.resolve("state").toString());
      PoolDriver pool = new PoolDriver(kafka.clients(), topics, POOL, BUDGET);
      List<ProducerRecord<byte[], byte[]>> records = POOL.records(topics);
      int half = records.size() / 2;
      try (StreamsRunner streams = StreamsRunner.start(new StreamsAppConfig(settings), "test");
          Producer<byte[], byte[]> zombie = transactional(kafka);
          TopicTail<RoundClosed> rounds = kafka.clients().tail(topics.rounds())) {
        kafka.clients().publish(topics.policies(), POOL.pool(), pool.policy());
        kafka.clients().sendAll(records.subList(0, half));
        FoldedInput.await(kafka.clients().admin(), PREFIX + "streams", topics, PARTITIONS);
        zombie.initTransactions();
        zombie.beginTransaction();
        zombie.send(new ProducerRecord<>(topics.scores().name(), 0, null, new byte[0])).get();
        kafka.clients().sendAll(records.subList(half, records.size()));

        pool.request(1);
        assertThat(rounds.awaitCount(1).get(0).getEligible()).isEqualTo(POOL.size() / 2);

        zombie.abortTransaction();
        FoldedInput.await(kafka.clients().admin(), PREFIX + "streams", topics, PARTITIONS);
        pool.request(2);
        assertThat(rounds.awaitCount(2).get(1).getEligible()).isEqualTo(POOL.size() - BUDGET);
        assertThat(streams.healthy()).isTrue();
      }
      pool.assertExact(2);
    }
  }

  private static Producer<byte[], byte[]> transactional(TestCluster kafka) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "zombie"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
