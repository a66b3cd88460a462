package io.winnow.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.client.TaskInputs;
import io.winnow.streams.client.TopicIds;
import io.winnow.streams.intake.RecordTimeExtractor;
import io.winnow.streams.processor.NodeNames;
import io.winnow.streams.processor.PoolProcessor;
import io.winnow.streams.processor.RoundProcessor;
import io.winnow.streams.signature.ManifestSigner;
import io.winnow.streams.store.PoolStores;
import io.winnow.streams.store.RoundStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Two sub-topologies that talk through topics.
 *
 * <pre>
 * scores, descriptors, labels, pool-commands ──► pool ──► pool-reports
 * policies, round-requests, pool-reports ──► round ──► pool-commands, annotation-requests,
 *                                                       round-decisions, rounds
 * </pre>
 *
 * <p>Records are read as bytes and decoded in the processors, so that whatever is wrong with one,
 * its timestamp included, becomes a dead letter in the same transaction that moves past it. They
 * are written as bytes, too: nothing fails to serialise after a part of a record's effects is
 * there.
 */
public final class WinnowTopology implements Supplier<Topology> {

  private final TopicCatalog topics;
  private final int partitions;
  private final String softwareVersion;
  private final Optional<ManifestSigner> signer;
  private final Duration answerInterval;
  private final TopicIds topicIds;

  /**
   * @param partitions of every topic (P)
   * @param softwareVersion for manifests
   * @param signer of manifests, if they are signed
   * @param answerInterval how long partitions are given to answer before they are asked again
   */
  public WinnowTopology(
      TopicCatalog topics,
      int partitions,
      String softwareVersion,
      Optional<ManifestSigner> signer,
      Duration answerInterval,
      TopicIds topicIds) {
    this.topics = topics;
    this.partitions = partitions;
    this.softwareVersion = softwareVersion;
    this.signer = signer;
    this.answerInterval = answerInterval;
    this.topicIds = topicIds;
  }

  @Override
  public Topology get() {
    Topology topology = new Topology();
    addPools(topology);
    addRounds(topology);
    return topology;
  }

  /**
   * Returns what the tasks of either sub-topology read. Records about images commute; a command, a
   * request or a policy acts on what was published before it.
   */
  public List<TaskInputs> inputs() {
    return List.of(
        new TaskInputs(
            Set.of(topics.scores().name(), topics.descriptors().name(), topics.labels().name()),
            Set.of(topics.poolCommands().name())),
        new TaskInputs(
            Set.of(),
            Set.of(
                topics.policies().name(),
                topics.roundRequests().name(),
                topics.poolReports().name())));
  }

  private void addPools(Topology topology) {
    List<Topic<?>> byImage = List.of(topics.scores(), topics.descriptors(), topics.labels());
    byImage.forEach(topic -> addSource(topology, topic));
    addSource(topology, topics.poolCommands());
    topology.addProcessor(
        NodeNames.POOL,
        () -> new PoolProcessor(topics, partitions, topicIds),
        NodeNames.source(topics.scores().name()),
        NodeNames.source(topics.descriptors().name()),
        NodeNames.source(topics.labels().name()),
        NodeNames.source(topics.poolCommands().name()));
    PoolStores.builders().forEach(store -> topology.addStateStore(store, NodeNames.POOL));
    addSink(topology, NodeNames.POOL_REPORTS, topics.poolReports(), NodeNames.POOL);
    addSink(topology, NodeNames.POOL_DEAD_LETTERS, topics.deadLetters(), NodeNames.POOL);
    byImage.forEach(
        topic -> addSink(topology, NodeNames.moved(topic.name()), topic, NodeNames.POOL));
  }

  private void addRounds(Topology topology) {
    addSource(topology, topics.policies());
    addSource(topology, topics.roundRequests());
    addSource(topology, topics.poolReports());
    topology.addProcessor(
        NodeNames.ROUND,
        () ->
            new RoundProcessor(
                topics, partitions, softwareVersion, signer, answerInterval, topicIds),
        NodeNames.source(topics.policies().name()),
        NodeNames.source(topics.roundRequests().name()),
        NodeNames.source(topics.poolReports().name()));
    RoundStores.builders().forEach(store -> topology.addStateStore(store, NodeNames.ROUND));
    topology.addSink(
        NodeNames.POOL_COMMANDS,
        topics.poolCommands().name(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        new KeyIsPartition(),
        NodeNames.ROUND);
    addSink(topology, NodeNames.ANNOTATION_REQUESTS, topics.annotationRequests(), NodeNames.ROUND);
    addSink(topology, NodeNames.ROUND_DECISIONS, topics.roundDecisions(), NodeNames.ROUND);
    addSink(topology, NodeNames.ROUNDS, topics.rounds(), NodeNames.ROUND);
    addSink(topology, NodeNames.ROUND_DEAD_LETTERS, topics.deadLetters(), NodeNames.ROUND);
  }

  private static void addSource(Topology topology, Topic<?> topic) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        NodeNames.source(topic.name()),
        new RecordTimeExtractor(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.name());
  }

  private static void addSink(Topology topology, String name, Topic<?> topic, String parent) {
    topology.addSink(
        name, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), parent);
  }

  /** Commands name their partition by their key. */
  private static final class KeyIsPartition implements StreamPartitioner<byte[], byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(
        String topic, byte[] key, byte[] value, int numPartitions) {
      return Optional.of(Set.of(Integer.parseInt(new String(key, UTF_8))));
    }
  }
}
