package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A streams application that starts behind a backlog. */
class BacklogIT {

  private static final String PREFIX = "backlog.";
  private static final String REGISTRY_URL = "mock://backlog";
  private static final int PARTITIONS = 2;
  private static final int CANDIDATES = 5_000;

  /** Candidates whose only score is the last thing published before the request. */
  private static final int LATE = 500;

  private static final int SCORES_EACH = 21;
  private static final int BUDGET = 50;

  @TempDir private Path state;

  @Test
  void shouldCountInARoundAllThatWasPublishedBeforeItsRequest() throws Exception {
    try (TestCluster kafka = TestCluster.start()) {
      TopicCatalog topics = kafka.createTopics(PREFIX, REGISTRY_URL, PARTITIONS);
      publishBacklog(kafka.clients(), topics);
      new PoolDriver(kafka.clients(), topics, pool(0), BUDGET).request(1);

      try (StreamsRunner runner =
              StreamsRunner.start(
                  new StreamsAppConfig(
                      kafka.streamsSettings(PREFIX, REGISTRY_URL, state.toString())),
                  "test");
          TopicTail<RoundClosed> closed = kafka.clients().tail(topics.rounds())) {
        RoundClosed manifest = closed.awaitCount(1).get(0);

        assertThat(manifest.getEligible()).isEqualTo(CANDIDATES);
        assertThat(manifest.getLate()).isZero();
        assertThat(manifest.getSelected()).isEqualTo(BUDGET);
        assertThat(runner.streams().state().isRunningOrRebalancing()).isTrue();
      }
    }
  }

  private static void publishBacklog(TestClients clients, TopicCatalog topics) throws Exception {
    clients.publish(topics.policies(), pool(0).pool(), SyntheticPool.policy(BUDGET));
    clients.sendAll(published(0, topics.descriptors().name(), topics));
    for (int number = 0; number < SCORES_EACH; number++) {
      clients.sendAll(published(number, topics.scores().name(), topics).subList(LATE, CANDIDATES));
    }
    clients.sendAll(published(0, topics.scores().name(), topics).subList(0, LATE));
  }

  private static List<ProducerRecord<byte[], byte[]>> published(
      int number, String topic, TopicCatalog topics) {
    return pool(number).records(topics).stream()
        .filter(record -> record.topic().equals(topic))
        .toList();
  }

  /** The same candidates with other scores for every number. */
  private static SyntheticPool pool(int number) {
    return new SyntheticPool("backlog", CANDIDATES, number);
  }
}
