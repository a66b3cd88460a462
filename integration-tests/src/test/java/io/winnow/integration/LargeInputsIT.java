package io.winnow.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.schemas.AttributeFilter;
import io.winnow.schemas.Classification;
import io.winnow.schemas.DetectedBox;
import io.winnow.schemas.Detections;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ImageRef;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundRequested;
import io.winnow.schemas.SelectionLimit;
import io.winnow.schemas.deadletter.DeadLetters;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.StreamsRunner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Committees, detectors, class lists, model versions and groups that are large in sum, through a
 * real broker: rounds close and verify, and what is too large is refused while the others go on.
 */
class LargeInputsIT {

  private static final int PARTITIONS = 2;
  private static final int IMAGES = 3;
  private static final int SOURCES = 12_000;
  private static final String PREFIX = "large.";
  private static final String REGISTRY_URL = "mock://large";
  private static final String ENCODER = "ab".repeat(32);
  private static final List<String> POOLS = List.of("committee", "detectors", "imagenet", "huge");

  @TempDir private Path directory;

  @Test
  void shouldCloseAndVerifyRoundsOverLargeInputs() throws Exception {
    try (TestCluster kafka = TestCluster.start()) {
      TopicCatalog topics = kafka.createTopics(PREFIX, REGISTRY_URL, PARTITIONS);
      TestClients clients = kafka.clients();
      policies().forEach((pool, policy) -> publish(clients, topics, pool, policy.build()));
      publish(clients, topics, "sources", tooLarge());
      clients.sendAll(records(topics));
      clients.sendAll(sources(topics));
      try (StreamsRunner runner = start(kafka);
          TopicTail<RoundClosed> rounds = clients.tail(topics.rounds());
          TopicTail<byte[]> letters = clients.tail(topics.deadLetters())) {
        assertThat(runner.streams()).isNotNull();
        FoldedInput.await(clients.admin(), PREFIX + "streams", topics, PARTITIONS);
        for (String pool : policies().keySet()) {
          clients.publish(
              topics.roundRequests(), pool, new RoundRequested(pool, null, "test", null));
        }

        Map<String, RoundClosed> closed = new HashMap<>();
        rounds.awaitCount(POOLS.size() + 1).forEach(round -> closed.put(round.getPool(), round));

        assertThat(closed.values())
            .filteredOn(round -> !round.getPool().equals("sources"))
            .extracting(RoundClosed::getSelected)
            .containsOnly(IMAGES);
        assertSummarised(closed.get("sources"));
        assertRefused(letters.recordsToEnd());
        // a replay compares what partitions were told of a round with the next round
        clients.publish(
            topics.roundRequests(), "sources", new RoundRequested("again", null, "test", null));
        assertThat(rounds.awaitCount(POOLS.size() + 2).get(POOLS.size() + 1).getSelected())
            .isEqualTo(SOURCES);
        closed.keySet().forEach(pool -> assertVerified(kafka, topics, pool));
        assertVerifiedByPython(closed.get("sources"));
      }
    }
  }

  private static void publish(
      TestClients clients, TopicCatalog topics, String pool, PoolPolicy policy) {
    try {
      clients.publish(topics.policies(), pool, policy);
    } catch (Exception e) {
      throw new IllegalStateException("policy of " + pool, e);
    }
  }

  private StreamsRunner start(TestCluster kafka) {
    return StreamsRunner.start(
        new StreamsAppConfig(
            kafka.streamsSettings(PREFIX, REGISTRY_URL, directory.resolve("state").toString())),
        "test");
  }

  private static Map<String, PoolPolicy.Builder> policies() {
    return Map.of(
        "committee", policy(IMAGES, "mutual-information").setCommitteeSize(50),
        "detectors", policy(IMAGES, "entropy").setCommitteeSize(5),
        "imagenet", policy(IMAGES, "entropy"),
        "huge", policy(IMAGES, "mean-entropy").setCommitteeSize(64).setCommitteeMinimum(1),
        "sources",
            policy(SOURCES, "entropy")
                .setMaxSr(2.0)
                .setLimits(List.of(new SelectionLimit("source", null, 0, 1))));
  }

  private static PoolPolicy.Builder policy(int budget, String measure) {
    return PoolPolicy.newBuilder()
        .setBudget(budget)
        .setSr(1.0)
        .setMeasure(measure)
        .setResampler("none")
        .setEncoderId(ENCODER)
        .setDescriptorSize(2);
  }

  private static PoolPolicy tooLarge() {
    return policy(1, "margin")
        .setFilters(List.of(new AttributeFilter("a", List.of("x".repeat(600_000)), null, null)))
        .build();
  }

  private static List<ProducerRecord<byte[], byte[]>> records(TopicCatalog topics) {
    DetectedBox box =
        new DetectedBox(0.1, 0.2, 0.3, 0.4, Collections.nCopies(91, 1.0 / 91), null, null);
    Map<String, Object> predictions =
        Map.of(
            "committee", uniform(1_000),
            "detectors", new Detections(classes(91), Collections.nCopies(300, box)),
            "imagenet", uniform(21_843),
            "huge", uniform(55_000));
    Map<String, Integer> members =
        Map.of("committee", 50, "detectors", 5, "imagenet", 1, "huge", 12);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String pool : POOLS) {
      for (int i = 0; i < IMAGES; i++) {
        String imageId = pool + i;
        records.add(described(topics, pool, imageId, "file:/a/" + i));
        for (int member = 0; member < members.get(pool); member++) {
          records.add(
              topics
                  .scores()
                  .record(imageId, scored(pool, "m" + member, "1", predictions.get(pool))));
        }
      }
    }
    return records;
  }

  /** Two images of each source, each scored by a version of its own. */
  private static List<ProducerRecord<byte[], byte[]>> sources(TopicCatalog topics) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 2 * SOURCES; i++) {
      String imageId = "s%0100d".formatted(i); // long enough for settlements in parts
      String uri = "s3://a-bucket/recordings/camera-%05d/%d.jpg".formatted(i / 2, i);
      records.add(described(topics, "sources", imageId, uri));
      double first = 0.5 + i / 100_000.0;
      Classification said = new Classification(List.of("a", "b"), List.of(first, 1 - first));
      String version = "trained-on-2026-01-01-by-the-job-%064d".formatted(i);
      records.add(topics.scores().record(imageId, scored("sources", null, version, said)));
    }
    return records;
  }

  private static List<String> classes(int size) {
    return IntStream.range(0, size).mapToObj(i -> "class" + i).toList();
  }

  private static Classification uniform(int size) {
    return new Classification(classes(size), Collections.nCopies(size, 1.0 / size));
  }

  private static ModelScored scored(String pool, String member, String version, Object prediction) {
    return ModelScored.newBuilder()
        .setPool(pool)
        .setModel("net")
        .setModelVersion(version)
        .setMember(member)
        .setPrediction(prediction)
        .build();
  }

  private static ProducerRecord<byte[], byte[]> described(
      TopicCatalog topics, String pool, String imageId, String uri) {
    ByteBuffer vector = ByteBuffer.allocate(2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    vector.putFloat(0.6f).putFloat(0.8f);
    return topics
        .descriptors()
        .record(
            imageId,
            ImageDescribed.newBuilder()
                .setPool(pool)
                .setEncoderId(ENCODER)
                .setVector(vector.flip())
                .setImage(new ImageRef(uri, "0".repeat(64), 28, 28))
                .build());
  }

  private static void assertSummarised(RoundClosed round) {
    assertThat(round.getSelected()).isEqualTo(SOURCES);
    assertThat(round.getLimits()).hasSize(SOURCES);
    assertThat(round.getOmittedLimits()).isNull();
    assertThat(round.getModelVersions()).isNotEmpty();
    assertThat(round.getModelVersions().size() + round.getOmittedModelVersions().getEntries())
        .isEqualTo(2 * SOURCES);
  }

  private static void assertRefused(List<ConsumerRecord<byte[], byte[]>> letters) {
    List<String> reasons =
        letters.stream()
            .map(letter -> letter.headers().lastHeader(DeadLetters.REASON).value())
            .map(reason -> new String(reason, StandardCharsets.UTF_8))
            .toList();
    assertThat(reasons).filteredOn(reason -> reason.startsWith("POLICY_BYTES: ")).hasSize(1);
    assertThat(reasons)
        .filteredOn(reason -> reason.startsWith("CANDIDATE_BYTES: "))
        .hasSize(reasons.size() - 1)
        .hasSizeGreaterThanOrEqualTo(IMAGES);
  }

  /** The digests of what is left out are part of what the documentation's verifier knows. */
  private void assertVerifiedByPython(RoundClosed round) throws Exception {
    ForeignProgram.assumeInstalled("python3");
    ArrayNode manifests = JsonNodeFactory.instance.arrayNode().add(AvroJson.toJson(round));
    Path rounds = Files.writeString(directory.resolve("manifests.json"), manifests.toString());
    Path decisions = Files.writeString(directory.resolve("decisions.json"), "[]");
    Path script = Path.of("..", "docs", "verify_round.py").toAbsolutePath();

    assertThat(
            new ForeignProgram(directory)
                .run("", "python3", script.toString(), rounds.toString(), decisions.toString()))
        .containsExactly("1 manifests verified");
  }

  private static void assertVerified(TestCluster kafka, TopicCatalog topics, String pool) {
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (RecordSource source =
            new KafkaRecordSource(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
        ReplayState state = ReplayState.inMemory()) {
      PoolAudit audit =
          new PoolAudit(pool, source, topics, Optional.of(Level.FULL), Optional.empty());
      audit.verify(1, audit.lastRound(), state, records -> {}, verdicts::add);
    }
    assertThat(verdicts)
        .hasSize(pool.equals("sources") ? 2 : 1)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.findings()).as(pool).isEmpty();
              assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
            });
  }
}
