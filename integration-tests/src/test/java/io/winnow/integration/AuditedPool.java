package io.winnow.integration;

import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundRecords;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.signature.ManifestVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A pool whose rounds were made while records arrived and an instance was killed, on a cluster of
 * its own. Made once for all test classes that audit it.
 */
final class AuditedPool implements AutoCloseable {

  static final int ROUNDS = 4;
  static final int BUDGET = 15;
  static final SyntheticPool POOL = new SyntheticPool("audited", 400, 11);

  private static final int PARTITIONS = 3;
  private static final int SLICE = 200;
  private static final String PREFIX = "audit.";

  private final Path directory;
  private final TestCluster kafka;
  private final EmbeddedRegistry registry;
  private final TopicCatalog topics;

  /** Gives test classes the pool as a parameter of their constructor. */
  static final class Shared implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == AuditedPool.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(AuditedPool.class))
          .getOrComputeIfAbsent(AuditedPool.class, type -> make(), AuditedPool.class);
    }

    private static AuditedPool make() {
      try {
        AuditedPool pool = new AuditedPool();
        pool.makeRounds();
        return pool;
      } catch (Exception e) {
        throw new IllegalStateException("the rounds to audit could not be made", e);
      }
    }
  }

  private AuditedPool() throws Exception {
    directory = Files.createTempDirectory("audited");
    kafka = TestCluster.start();
    registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
    topics = kafka.createTopics(PREFIX, registry.url(), PARTITIONS);
  }

  private void makeRounds() throws Exception {
    PoolDriver pool = new PoolDriver(kafka.clients(), topics, POOL, BUDGET);
    Map<String, Object> settings = kafka.streamsSettings(PREFIX, registry.url(), "");
    settings.put(StreamsAppConfig.SIGNING_KEY_FILE, writeKeys("signing").toString());
    writeKeys("foreign");
    // the instance is a process of its own, to be killed like one
    StreamsInstance instance = StreamsInstance.start("streams", directory, settings);
    try (TopicTail<RoundClosed> closed = kafka.clients().tail(topics.rounds())) {
      kafka.clients().publish(topics.policies(), POOL.pool(), SyntheticPool.policy(BUDGET));
      List<ProducerRecord<byte[], byte[]>> records = POOL.records(topics);
      for (int round = 1; round <= ROUNDS; round++) {
        kafka.clients().sendAll(records.subList((round - 1) * SLICE, round * SLICE));
        if (round == 1) {
          FoldedInput.await(kafka.clients().admin(), PREFIX + "streams", topics, PARTITIONS);
        }
        pool.request(round);
        if (round % 2 == 0) {
          instance.kill();
          instance = StreamsInstance.start("streams", directory, settings);
        }
        closed.awaitCount(round);
      }
    } finally {
      instance.close();
    }
  }

  TopicCatalog topics() {
    return topics;
  }

  /** Where tests may write; the key pairs {@code signing} and {@code foreign} are there. */
  Path directory() {
    return directory;
  }

  /** The topics as they lie in Kafka. */
  RecordSource source() {
    return new KafkaRecordSource(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
  }

  RoundRecords written(long round) {
    try (RecordSource source = source()) {
      return new PoolAudit(POOL.pool(), source, topics).written(round);
    }
  }

  /** The image that the first round put first. */
  String selectedFirst() {
    return written(1).decisions().get(0).getImageId();
  }

  ManifestVerifier publicKey(String name) {
    return ManifestVerifier.read(directory.resolve(name + ".pub.pem"));
  }

  List<RoundVerdict> verify(RecordSource source, ReplayState state) {
    return verify(source, state, Level.FULL, Optional.empty());
  }

  List<RoundVerdict> verify(RecordSource source, Level level) {
    return verify(source, ReplayState.inMemory(), level, Optional.empty());
  }

  List<RoundVerdict> verify(RecordSource source, ManifestVerifier signatures) {
    return verify(source, ReplayState.inMemory(), Level.FULL, Optional.of(signatures));
  }

  private List<RoundVerdict> verify(
      RecordSource source, ReplayState state, Level level, Optional<ManifestVerifier> signatures) {
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (source;
        state) {
      PoolAudit audit = new PoolAudit(POOL.pool(), source, topics, Optional.of(level), signatures);
      audit.verify(1, audit.lastRound(), state, records -> {}, verdicts::add);
    }
    return verdicts;
  }

  /** Writes a key pair; returns the file of the private key. */
  private Path writeKeys(String name) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    writePem(name + ".pub.pem", "PUBLIC KEY", pair.getPublic());
    return writePem(name + ".pem", "PRIVATE KEY", pair.getPrivate());
  }

  private Path writePem(String name, String label, Key key) throws IOException {
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
  }

  @Override
  public void close() throws IOException {
    registry.close();
    kafka.close();
    Utils.delete(directory.toFile());
  }
}
