package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.AnnotationRequested;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.topic.TopicCatalog;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Feeds one pool, asks for its rounds and checks them.
 *
 * @param clients of the cluster
 * @param topics of the application
 * @param pool the candidates
 * @param policy under which every round fills its budget
 */
record PoolDriver(TestClients clients, TopicCatalog topics, SyntheticPool pool, PoolPolicy policy) {

  PoolDriver(TestClients clients, TopicCatalog topics, SyntheticPool pool, int budget) {
    this(clients, topics, pool, SyntheticPool.policy(budget));
  }

  /** Publishes the policy, then all candidates. */
  void fill() throws Exception {
    clients.publish(topics.policies(), pool.pool(), policy);
    clients.sendAll(pool.records(topics));
  }

  void request(int round) throws Exception {
    clients.publish(
        topics.roundRequests(),
        pool.pool(),
        new RoundRequested("request-" + round, null, "test", null));
  }

  /**
   * Checks what is readable at {@code read_committed}: one manifest per round, chained; exactly the
   * budget of annotation records for each; no image in two rounds.
   */
  void assertExact(int rounds) {
    assertManifests(rounds);
    assertAnnotationRequests(rounds);
  }

  private void assertManifests(int rounds) {
    try (TopicTail<RoundClosed> closed = clients.tail(topics.rounds())) {
      List<RoundClosed> manifests =
          closed.valuesToEnd().stream().filter(one -> one.getPool().equals(pool.pool())).toList();
      assertThat(manifests)
          .extracting(RoundClosed::getRound)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, rounds).mapToObj(Long::valueOf).toList());
      assertThat(manifests).extracting(RoundClosed::getSelected).containsOnly(policy.getBudget());
      assertThat(manifests.get(0).getPreviousDigest()).isNull();
      for (int i = 1; i < rounds; i++) {
        assertThat(manifests.get(i).getPreviousDigest())
            .isEqualTo(manifests.get(i - 1).getDigest());
      }
    }
  }

  private void assertAnnotationRequests(int rounds) {
    try (TopicTail<AnnotationRequested> requests = clients.tail(topics.annotationRequests())) {
      List<AnnotationRequested> values =
          requests.valuesToEnd().stream().filter(one -> one.getPool().equals(pool.pool())).toList();
      Map<Long, List<Integer>> ranks =
          values.stream()
              .collect(
                  Collectors.groupingBy(
                      AnnotationRequested::getRound,
                      Collectors.mapping(AnnotationRequested::getRank, Collectors.toList())));
      assertThat(ranks).hasSize(rounds);
      List<Integer> expected = IntStream.rangeClosed(1, policy.getBudget()).boxed().toList();
      assertThat(ranks.values())
          .allSatisfy(ofRound -> assertThat(ofRound).containsExactlyInAnyOrderElementsOf(expected));
      assertThat(requests.records())
          .extracting(PoolDriver::key)
          .filteredOn(imageId -> imageId.startsWith(pool.pool() + "-"))
          .hasSize(rounds * policy.getBudget())
          .doesNotHaveDuplicates();
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }
}
