package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.audit.DiskState;
import io.winnow.audit.Explanation;
import io.winnow.audit.Explanation.Outcome;
import io.winnow.audit.KafkaRecordSource;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.ReplayedRound;
import io.winnow.audit.RoundRecords;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.audit.StoredRecord;
import io.winnow.audit.WhatIf;
import io.winnow.audit.bundle.BundleSource;
import io.winnow.audit.bundle.BundleWriter;
import io.winnow.cli.embedded.EmbeddedRegistry;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundOpened;
import io.winnow.schemas.json.AvroJson;
import io.winnow.schemas.topic.Topic;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.round.ClosedRound;
import io.winnow.streams.StreamsAppConfig;
import io.winnow.streams.signature.ManifestSigner;
import io.winnow.streams.signature.ManifestVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Audits rounds that were made while records arrived and an instance was killed, from the real
 * topics; then from topics that were forged in one place.
 */
class AuditIT {

  private static final int PARTITIONS = 3;
  private static final int ROUNDS = 4;
  private static final int BUDGET = 15;
  private static final int SLICE = 200;
  private static final SyntheticPool POOL = new SyntheticPool("audited", 400, 11);
  private static final String PREFIX = "audit.";

  @TempDir private static Path directory;
  private static TestCluster kafka;
  private static EmbeddedRegistry registry;
  private static TopicCatalog topics;

  @BeforeAll
  static void makeRounds() throws Exception {
    kafka = TestCluster.start();
    // the instance is a process of its own, to be killed like one
    registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
    topics = kafka.createTopics(PREFIX, registry.url(), PARTITIONS);
    PoolDriver pool = new PoolDriver(kafka.clients(), topics, POOL, BUDGET);
    Map<String, Object> settings = kafka.streamsSettings(PREFIX, registry.url(), "");
    settings.put(StreamsAppConfig.SIGNING_KEY_FILE, writeKeys("signing").toString());
    writeKeys("foreign");
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

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  @Test
  void shouldVerifyEveryRound() {
    assertThat(verify(source(), ReplayState.inMemory()))
        .hasSize(ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.findings()).isEmpty();
              assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
            });
  }

  @Test
  void shouldVerifyEveryRoundWhenTheStateIsOnDisk() {
    assertThat(verify(source(), new DiskState(directory.resolve("work"))))
        .hasSize(ROUNDS)
        .allSatisfy(verdict -> assertThat(verdict.findings()).isEmpty());
  }

  @Test
  void shouldVerifyEveryRoundFromDecisionsAndDescriptorsAlone() {
    assertThat(verify(source(), ReplayState.inMemory(), Optional.of(Level.EVIDENCE)))
        .hasSize(ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.findings()).isEmpty();
              assertThat(verdict.level()).isEqualTo(Level.EVIDENCE);
              assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
            });
  }

  /**
   * The file is what the tests of module audit have in their resources; copy it when it changes.
   */
  @Test
  void shouldVerifyEveryRoundFromABundleWithoutKafka() throws IOException {
    Path bundle = Path.of("target", "audited.zip");
    Files.copy(
        directory.resolve("signing.pub.pem"),
        Path.of("target", "audited.pub.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    try (RecordSource source = source()) {
      BundleWriter.write(
          bundle, POOL.pool(), ROUNDS, Optional.empty(), source, topics, records -> {});
    }
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (BundleSource source = BundleSource.open(bundle)) {
      new PoolAudit(POOL.pool(), source, source.topics())
          .verify(1, ROUNDS, ReplayState.inMemory(), records -> {}, verdicts::add);
    }
    assertThat(verdicts)
        .hasSize(ROUNDS)
        .allSatisfy(verdict -> assertThat(verdict.findings()).isEmpty());
  }

  @Test
  void shouldNameTheImageWhenAProbabilityOfItIsChangedByOneUlp() {
    String victim = selectedFirst();
    List<String> findings =
        forged(
            topics.scores(),
            ModelScored.class,
            scored -> {
              Classification classes = (Classification) scored.getPrediction();
              List<Double> probabilities = new ArrayList<>(classes.getProbabilities());
              probabilities.set(0, Math.nextUp(probabilities.get(0)));
              return ModelScored.newBuilder(scored)
                  .setPrediction(new Classification(classes.getClasses(), probabilities))
                  .build();
            },
            victim);

    assertThat(findings)
        .anySatisfy(finding -> assertThat(finding).startsWith("input audit.scores-"))
        .anySatisfy(finding -> assertThat(finding).contains("image " + victim));
  }

  @Test
  void shouldNameTheInputWhenAByteOfADescriptorIsChanged() {
    List<String> findings =
        forged(
            topics.descriptors(),
            ImageDescribed.class,
            described -> {
              ByteBuffer vector = described.getVector().duplicate();
              byte[] bytes = new byte[vector.remaining()];
              vector.get(bytes);
              bytes[0] ^= 1;
              return ImageDescribed.newBuilder(described).setVector(ByteBuffer.wrap(bytes)).build();
            },
            "audited-00003");

    assertThat(findings.get(0)).startsWith("input audit.descriptors-");
  }

  @Test
  void shouldNameTheInputWhenARecordIsDropped() {
    assertThat(forged(topics.scores(), records -> without(records, 5)).get(0))
        .startsWith("input audit.scores-");
  }

  @Test
  void shouldNameTheInputWhenARecordIsDuplicated() {
    assertThat(
            forged(
                    topics.scores(),
                    records -> {
                      List<StoredRecord> twice = new ArrayList<>(records);
                      twice.add(6, records.get(5));
                      return twice;
                    })
                .get(0))
        .startsWith("input audit.scores-");
  }

  @Test
  void shouldNameTheInputWhenTwoRecordsOfAKeyAreReordered() {
    assertThat(
            forged(
                    topics.poolCommands(),
                    records -> {
                      assertThat(records.get(0).key()).isEqualTo(records.get(1).key());
                      List<StoredRecord> swapped = new ArrayList<>(records);
                      swapped.set(0, at(records.get(1), records.get(0).offset()));
                      swapped.set(1, at(records.get(0), records.get(1).offset()));
                      return swapped;
                    })
                .get(0))
        .contains("audit.pool-commands-");
  }

  @Test
  void shouldNameTheInputWhenNeighboursAreReordered() {
    assertThat(
            forged(
                    topics.descriptors(),
                    records -> {
                      List<StoredRecord> swapped = new ArrayList<>(records);
                      swapped.set(5, at(records.get(6), records.get(5).offset()));
                      swapped.set(6, at(records.get(5), records.get(6).offset()));
                      return swapped;
                    })
                .get(0))
        .startsWith("input audit.descriptors-");
  }

  @Test
  void shouldNameThePolicyWhenItIsEditedInTheCommands() {
    List<String> findings =
        forged(
            topics.poolCommands(),
            PoolCommand.class,
            command -> {
              if (!(command.getCommand() instanceof RoundOpened opened)) {
                return command;
              }
              PoolPolicy policy = PoolPolicy.newBuilder(opened.getPolicy()).setSr(3).build();
              return PoolCommand.newBuilder(command)
                  .setCommand(RoundOpened.newBuilder(opened).setPolicy(policy).build())
                  .build();
            },
            null);

    assertThat(findings)
        .anySatisfy(finding -> assertThat(finding).startsWith("input audit.pool-commands-"))
        .anySatisfy(finding -> assertThat(finding).contains("policy.sr is 1.2, expected 3.0"));
  }

  @Test
  void shouldNameTheFieldWhenAManifestIsEdited() {
    List<String> findings =
        forged(
            topics.rounds(),
            RoundClosed.class,
            manifest -> {
              long more = manifest.getRound() == 2 ? 1 : 0;
              return RoundClosed.newBuilder(manifest)
                  .setEligible(manifest.getEligible() + more)
                  .build();
            },
            null);

    assertThat(findings).singleElement().asString().startsWith("manifest, eligible is ");
  }

  @Test
  void shouldSayThatAManifestIsMissingWhenItIsRemovedFromTheChain() {
    List<RoundVerdict> verdicts =
        verify(
            new ForgedSource(
                source(),
                topics.rounds().name(),
                records -> records.size() < 2 ? records : without(records, 1)),
            ReplayState.inMemory());

    assertThat(verdicts.get(1).findings())
        .containsExactly("the manifest is missing, later ones are there");
    assertThat(verdicts)
        .extracting(RoundVerdict::verdict)
        .containsExactly(
            Verdict.VERIFIED, Verdict.DIFFERENT, Verdict.UNVERIFIABLE, Verdict.UNVERIFIABLE);
  }

  @Test
  void shouldNameTheDecisionWhenItIsEdited() {
    String victim = selectedFirst();
    List<String> findings =
        forged(
            topics.roundDecisions(),
            CandidateDecided.class,
            decision -> CandidateDecided.newBuilder(decision).setReason("because").build(),
            victim);

    assertThat(findings)
        .singleElement()
        .asString()
        .startsWith("decision 1, image " + victim + ", reason is because, expected ");
  }

  @Test
  void shouldVerifyEveryRoundByThePublicKeyThatBelongsToTheApplications() {
    assertThat(verify(source(), publicKey("signing")))
        .hasSize(ROUNDS)
        .allSatisfy(verdict -> assertThat(verdict.findings()).isEmpty());
  }

  @Test
  void shouldNameTheSignatureWhenItIsByAnotherKey() {
    assertThat(verify(source(), publicKey("foreign")))
        .hasSize(ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.verdict()).isEqualTo(Verdict.DIFFERENT);
              assertThat(verdict.findings())
                  .singleElement()
                  .asString()
                  .startsWith("signature: by another key, ");
            });
  }

  @Test
  void shouldNameTheSignatureWhenAForgerSignsAManifestAgainWithHisOwnKey() {
    ManifestSigner forger = ManifestSigner.read(directory.resolve("foreign.pem"));
    ForgedSource forged =
        new ForgedSource(
            source(),
            topics.rounds().name(),
            records ->
                edited(
                    topics.rounds(),
                    RoundClosed.class,
                    manifest -> manifest.getRound() == 2 ? forger.sign(manifest) : manifest,
                    null,
                    records));

    assertThat(verify(forged, publicKey("signing")))
        .extracting(RoundVerdict::verdict)
        .containsExactly(Verdict.VERIFIED, Verdict.DIFFERENT, Verdict.VERIFIED, Verdict.VERIFIED);
  }

  @Test
  void shouldNameTheInputWhenAnotherEncoderDescribedUnderTheSameId() {
    List<String> findings =
        forged(
            topics.descriptors(),
            ImageDescribed.class,
            described -> {
              ByteBuffer vector = described.getVector().duplicate().order(ByteOrder.LITTLE_ENDIAN);
              ByteBuffer turned =
                  ByteBuffer.allocate(vector.remaining()).order(ByteOrder.LITTLE_ENDIAN);
              while (vector.hasRemaining()) {
                turned.putFloat(-vector.getFloat());
              }
              return ImageDescribed.newBuilder(described).setVector(turned.flip()).build();
            },
            null);

    assertThat(findings.get(0)).startsWith("input audit.descriptors-");
  }

  @Test
  void shouldSayWhatHasExpiredWhenRecordsAreGone() {
    List<RoundVerdict> verdicts =
        verify(
            new ForgedSource(source(), "none", UnaryOperator.identity()) {
              @Override
              public long begin(String name, int partition) {
                return name.equals(topics.scores().name()) && partition == 1 ? 10 : 0;
              }
            },
            ReplayState.inMemory());

    assertThat(verdicts)
        .hasSize(ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.verdict()).isEqualTo(Verdict.UNVERIFIABLE);
              assertThat(verdict.findings())
                  .containsExactly("records of audit.scores-1 before offset 10 have expired");
            });
  }

  @Test
  void shouldExplainWhatBecameOfAnImageInEveryRound() {
    String first = selectedFirst();
    String last = "audited-%05d".formatted(POOL.size() - 1);

    assertThat(explain(first))
        .extracting(Explanation::outcome)
        .containsExactly(
            Outcome.SELECTED,
            Outcome.SELECTED_BEFORE,
            Outcome.SELECTED_BEFORE,
            Outcome.SELECTED_BEFORE);
    assertThat(explain(first).get(0).sentence()).startsWith("ranked 1st of 100 with ");
    assertThat(explain(last)).first().extracting(Explanation::outcome).isEqualTo(Outcome.UNKNOWN);
    for (CandidateDecided decision : written(1).decisions()) {
      Explanation explanation = explain(decision.getImageId()).get(0);
      assertThat(explanation.rank()).isEqualTo(decision.getRank());
      assertThat(explanation.similarTo()).isEqualTo(decision.getSimilarTo());
      assertThat(explanation.sentence()).endsWith(decision.getReason());
    }
  }

  @Test
  void shouldFindTheRoundItselfWhenAskedWhatItsOwnPolicyWouldHaveSelected() {
    List<ClosedRound> earlier = new ArrayList<>();
    replay(
        round -> {
          WhatIf same = WhatIf.of(round, round.opened().policy(), round.opened().budget(), earlier);
          assertThat(same.overlap()).isEqualTo(BUDGET);
          assertThat(same.would().query().decisions())
              .isEqualTo(round.decided().round().decisions());
          assertThat(same.would().diagnostics())
              .isEqualTo(round.decided().round().manifest().diagnostics());
          earlier.add(round.decided().round());
        });

    assertThat(earlier).hasSize(ROUNDS);
  }

  @Test
  void shouldAgreeWithTheStandAloneVerifierOfTheDocumentation() throws Exception {
    ForeignProgram.assumeInstalled("python3");
    ArrayNode manifests = JsonNodeFactory.instance.arrayNode();
    for (long round = 1; round <= ROUNDS; round++) {
      manifests.add(AvroJson.toJson(written(round).manifest()));
    }
    ArrayNode decisions = JsonNodeFactory.instance.arrayNode();
    written(2).decisions().forEach(decision -> decisions.add(AvroJson.toJson(decision)));

    assertThat(verifyStandAlone(manifests, decisions))
        .isEqualTo(ROUNDS + " manifests and round 2 verified");
    ((ObjectNode) decisions.get(3)).put("reason", "because");
    assertThat(verifyStandAlone(manifests, decisions)).startsWith("decisionDigest: ");
    ((ObjectNode) manifests.get(1)).put("late", 5);
    assertThat(verifyStandAlone(manifests, decisions)).startsWith("round 2: digest: ");
    manifests.remove(0);
    assertThat(verifyStandAlone(manifests, decisions)).startsWith("round number: 2, expected 1");
  }

  private static String verifyStandAlone(ArrayNode manifests, ArrayNode decisions)
      throws Exception {
    Path rounds = Files.writeString(directory.resolve("manifests.json"), manifests.toString());
    Path decided = Files.writeString(directory.resolve("decisions.json"), decisions.toString());
    Process python =
        new ProcessBuilder(
                "python3",
                Path.of("..", "docs", "verify_round.py").toString(),
                rounds.toString(),
                decided.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(python.waitFor() == 0).isEqualTo(output.endsWith("verified"));
    return output;
  }

  private static List<Explanation> explain(String imageId) {
    List<Explanation> explanations = new ArrayList<>();
    replay(round -> explanations.add(Explanation.of(round, imageId)));
    return explanations;
  }

  private static void replay(Consumer<ReplayedRound> visitor) {
    try (RecordSource source = source();
        ReplayState state = ReplayState.inMemory()) {
      PoolAudit audit = new PoolAudit(POOL.pool(), source, topics);
      PoolAudit.Listener listener =
          new PoolAudit.Listener() {
            @Override
            public void folded(long records) {
              assertThat(records).isNotNegative();
            }

            @Override
            public void replayed(RoundRecords written, ReplayedRound round) {
              visitor.accept(round);
            }
          };
      audit.verify(1, ROUNDS, state, listener, verdict -> {});
    }
  }

  private static RoundRecords written(long round) {
    try (RecordSource source = source()) {
      return new PoolAudit(POOL.pool(), source, topics).written(round);
    }
  }

  private static String selectedFirst() {
    return written(1).decisions().get(0).getImageId();
  }

  private interface Edit<V> {
    V apply(V value);
  }

  /** Findings of the first round that differs once the records of the key, or all, are edited. */
  private static <V extends SpecificRecord> List<String> forged(
      Topic<V> topic, Class<V> type, Edit<V> edit, String key) {
    return forged(topic, records -> edited(topic, type, edit, key, records));
  }

  /** Returns the records with those of the key, or all, edited. */
  private static <V extends SpecificRecord> List<StoredRecord> edited(
      Topic<V> topic, Class<V> type, Edit<V> edit, String key, List<StoredRecord> records) {
    List<StoredRecord> edited = new ArrayList<>();
    for (StoredRecord record : records) {
      String recordKey = record.key() == null ? null : new String(record.key(), UTF_8);
      if (key != null && !key.equals(recordKey)) {
        edited.add(record);
        continue;
      }
      V value =
          type.cast(topic.valueSerde().deserializer().deserialize(topic.name(), record.value()));
      edited.add(
          new StoredRecord(
              record.offset(),
              record.timestamp(),
              record.key(),
              topic.valueSerde().serializer().serialize(topic.name(), edit.apply(value))));
    }
    return edited;
  }

  private static List<String> forged(Topic<?> topic, UnaryOperator<List<StoredRecord>> forgery) {
    return verify(new ForgedSource(source(), topic.name(), forgery), ReplayState.inMemory())
        .stream()
        .filter(verdict -> verdict.verdict() == Verdict.DIFFERENT)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the forgery was not noticed"))
        .findings();
  }

  private static List<StoredRecord> without(List<StoredRecord> records, int index) {
    List<StoredRecord> rest = new ArrayList<>(records);
    rest.remove(index);
    return rest;
  }

  private static StoredRecord at(StoredRecord record, long offset) {
    return new StoredRecord(offset, record.timestamp(), record.key(), record.value());
  }

  /** Writes a key pair; returns the file of the private key. */
  private static Path writeKeys(String name) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    writePem(name + ".pub.pem", "PUBLIC KEY", pair.getPublic());
    return writePem(name + ".pem", "PRIVATE KEY", pair.getPrivate());
  }

  private static Path writePem(String name, String label, Key key) throws IOException {
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
  }

  private static ManifestVerifier publicKey(String name) {
    return ManifestVerifier.read(directory.resolve(name + ".pub.pem"));
  }

  private static RecordSource source() {
    return new KafkaRecordSource(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
  }

  private static List<RoundVerdict> verify(RecordSource source, ReplayState state) {
    return verify(source, state, Optional.of(Level.FULL));
  }

  private static List<RoundVerdict> verify(
      RecordSource source, ReplayState state, Optional<Level> level) {
    return verify(source, state, level, Optional.empty());
  }

  private static List<RoundVerdict> verify(RecordSource source, ManifestVerifier signatures) {
    return verify(source, ReplayState.inMemory(), Optional.of(Level.FULL), Optional.of(signatures));
  }

  private static List<RoundVerdict> verify(
      RecordSource source,
      ReplayState state,
      Optional<Level> level,
      Optional<ManifestVerifier> signatures) {
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (source;
        state) {
      PoolAudit audit = new PoolAudit(POOL.pool(), source, topics, level, signatures);
      audit.verify(1, audit.lastRound(), state, records -> {}, verdicts::add);
    }
    return verdicts;
  }
}
