package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.audit.StoredRecord;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.Classification;
import io.winnow.schemas.ImageDescribed;
import io.winnow.schemas.ModelScored;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.RoundOpened;
import io.winnow.schemas.topic.Topic;
import io.winnow.streams.signature.ManifestSigner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Audits the same rounds from topics that were forged in one place. */
@ExtendWith(AuditedPool.Shared.class)
class ForgeryIT {

  private final AuditedPool audited;

  ForgeryIT(AuditedPool audited) {
    this.audited = audited;
  }

  @Test
  void shouldNameTheImageWhenAProbabilityOfItIsChangedByOneUlp() {
    String victim = audited.selectedFirst();
    List<String> findings =
        forged(
            audited.topics().scores(),
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
            audited.topics().descriptors(),
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
    assertThat(forged(audited.topics().scores(), records -> without(records, 5)).get(0))
        .startsWith("input audit.scores-");
  }

  @Test
  void shouldNameTheInputWhenARecordIsDuplicated() {
    assertThat(
            forged(
                    audited.topics().scores(),
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
                    audited.topics().poolCommands(),
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
                    audited.topics().descriptors(),
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
            audited.topics().poolCommands(),
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
            audited.topics().rounds(),
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
  void shouldSayWhichVersionIsMissingWhenARoundWasDecidedByAnotherOne() {
    Map<Edit<RoundClosed>, String> versions =
        Map.of(
            manifest -> RoundClosed.newBuilder(manifest).setEvidenceVersion(9).build(),
            "evidence has version 9, this software knows 1 to 2",
            manifest ->
                RoundClosed.newBuilder(manifest)
                    .setPolicy(
                        PoolPolicy.newBuilder(manifest.getPolicy()).setMeasureVersion(9).build())
                    .build(),
            "measure margin is asked for in version 9, this software has version 1",
            manifest ->
                RoundClosed.newBuilder(manifest)
                    .setPolicy(
                        PoolPolicy.newBuilder(manifest.getPolicy()).setResamplerVersion(9).build())
                    .build(),
            "resampler budgeted-nms is asked for in version 9, this software has version 1");
    versions.forEach(
        (edit, finding) -> {
          List<RoundVerdict> verdicts =
              audited.verify(
                  new ForgedSource(
                      audited.source(),
                      audited.topics().rounds().name(),
                      records ->
                          edited(
                              audited.topics().rounds(), RoundClosed.class, edit, null, records)),
                  ReplayState.inMemory());
          assertThat(verdicts).extracting(RoundVerdict::verdict).containsOnly(Verdict.UNVERIFIABLE);
          assertThat(verdicts.get(0).findings()).contains(finding);
        });
  }

  @Test
  void shouldSayThatAManifestIsMissingWhenItIsRemovedFromTheChain() {
    List<RoundVerdict> verdicts =
        audited.verify(
            new ForgedSource(
                audited.source(),
                audited.topics().rounds().name(),
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
    String victim = audited.selectedFirst();
    List<String> findings =
        forged(
            audited.topics().roundDecisions(),
            CandidateDecided.class,
            decision -> CandidateDecided.newBuilder(decision).setReasonCode("BECAUSE").build(),
            victim);

    assertThat(findings)
        .singleElement()
        .asString()
        .startsWith("decision 1, image " + victim + ", reasonCode is BECAUSE, expected ");
  }

  @Test
  void shouldNameTheSignatureWhenAForgerSignsAManifestAgainWithHisOwnKey() {
    ManifestSigner forger = ManifestSigner.read(audited.directory().resolve("foreign.pem"));
    ForgedSource forged =
        new ForgedSource(
            audited.source(),
            audited.topics().rounds().name(),
            records ->
                edited(
                    audited.topics().rounds(),
                    RoundClosed.class,
                    manifest -> manifest.getRound() == 2 ? forger.sign(manifest) : manifest,
                    null,
                    records));

    assertThat(audited.verify(forged, audited.publicKey("signing")))
        .extracting(RoundVerdict::verdict)
        .containsExactly(Verdict.VERIFIED, Verdict.DIFFERENT, Verdict.VERIFIED, Verdict.VERIFIED);
  }

  @Test
  void shouldNameTheInputWhenAnotherEncoderDescribedUnderTheSameId() {
    List<String> findings =
        forged(
            audited.topics().descriptors(),
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
        audited.verify(
            new ForgedSource(audited.source(), "none", UnaryOperator.identity()) {
              @Override
              public long begin(String name, int partition) {
                return name.equals(audited.topics().scores().name()) && partition == 1 ? 10 : 0;
              }
            },
            ReplayState.inMemory());

    assertThat(verdicts)
        .hasSize(AuditedPool.ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.verdict()).isEqualTo(Verdict.UNVERIFIABLE);
              assertThat(verdict.findings())
                  .containsExactly("records of audit.scores-1 before offset 10 have expired");
            });
  }

  private interface Edit<V> {
    V apply(V value);
  }

  /** Findings of the first round that differs once the records of the key, or all, are edited. */
  private <V extends SpecificRecord> List<String> forged(
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

  private List<String> forged(Topic<?> topic, UnaryOperator<List<StoredRecord>> forgery) {
    return audited
        .verify(new ForgedSource(audited.source(), topic.name(), forgery), ReplayState.inMemory())
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
}
