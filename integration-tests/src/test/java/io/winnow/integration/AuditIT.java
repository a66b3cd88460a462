package io.winnow.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.audit.DiskState;
import io.winnow.audit.Explanation;
import io.winnow.audit.Explanation.Outcome;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.ReplayedRound;
import io.winnow.audit.RoundRecords;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.audit.WhatIf;
import io.winnow.audit.bundle.BundleSource;
import io.winnow.audit.bundle.BundleWriter;
import io.winnow.schemas.CandidateDecided;
import io.winnow.schemas.json.AvroJson;
import io.winnow.selection.round.ClosedRound;
import io.winnow.streams.mapping.ReasonMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Audits rounds that were made while records arrived and an instance was killed. */
@ExtendWith(AuditedPool.Shared.class)
class AuditIT {

  private final AuditedPool audited;

  AuditIT(AuditedPool audited) {
    this.audited = audited;
  }

  @Test
  void shouldVerifyEveryRound() {
    assertThat(audited.verify(audited.source(), ReplayState.inMemory()))
        .hasSize(AuditedPool.ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.findings()).isEmpty();
              assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
            });
  }

  @Test
  void shouldVerifyEveryRoundWhenTheStateIsOnDisk() {
    assertThat(audited.verify(audited.source(), new DiskState(audited.directory().resolve("work"))))
        .hasSize(AuditedPool.ROUNDS)
        .allSatisfy(verdict -> assertThat(verdict.findings()).isEmpty());
  }

  @Test
  void shouldVerifyEveryRoundFromDecisionsAndDescriptorsAlone() {
    assertThat(audited.verify(audited.source(), Level.EVIDENCE))
        .hasSize(AuditedPool.ROUNDS)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.findings()).isEmpty();
              assertThat(verdict.level()).isEqualTo(Level.EVIDENCE);
              assertThat(verdict.verdict()).isEqualTo(Verdict.VERIFIED);
            });
  }

  /**
   * When the version of evidence grows, the file and its key join the frozen ones of module audit.
   */
  @Test
  void shouldVerifyEveryRoundFromABundleWithoutKafka() throws IOException {
    Path bundle = Path.of("target", "audited.zip");
    Files.copy(
        audited.directory().resolve("signing.pub.pem"),
        Path.of("target", "audited.pub.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    try (RecordSource source = audited.source()) {
      BundleWriter.write(
          bundle,
          AuditedPool.POOL.pool(),
          AuditedPool.ROUNDS,
          Optional.empty(),
          source,
          audited.topics(),
          records -> {});
    }
    List<RoundVerdict> verdicts = new ArrayList<>();
    try (BundleSource source = BundleSource.open(bundle)) {
      new PoolAudit(AuditedPool.POOL.pool(), source, source.topics())
          .verify(1, AuditedPool.ROUNDS, ReplayState.inMemory(), records -> {}, verdicts::add);
    }
    assertThat(verdicts)
        .hasSize(AuditedPool.ROUNDS)
        .allSatisfy(verdict -> assertThat(verdict.findings()).isEmpty());
  }

  @Test
  void shouldVerifyEveryRoundByThePublicKeyThatBelongsToTheApplications() {
    assertThat(audited.verify(audited.source(), audited.publicKey("signing")))
        .hasSize(AuditedPool.ROUNDS)
        .allSatisfy(verdict -> assertThat(verdict.findings()).isEmpty());
  }

  @Test
  void shouldNameTheSignatureWhenItIsByAnotherKey() {
    assertThat(audited.verify(audited.source(), audited.publicKey("foreign")))
        .hasSize(AuditedPool.ROUNDS)
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
  void shouldExplainWhatBecameOfAnImageInEveryRound() {
    String first = audited.selectedFirst();
    String last = "audited-%05d".formatted(AuditedPool.POOL.size() - 1);

    assertThat(explain(first))
        .extracting(Explanation::outcome)
        .containsExactly(
            Outcome.SELECTED,
            Outcome.SELECTED_BEFORE,
            Outcome.SELECTED_BEFORE,
            Outcome.SELECTED_BEFORE);
    assertThat(explain(first).get(0).sentence()).startsWith("ranked 1st of 100 with ");
    assertThat(explain(last)).first().extracting(Explanation::outcome).isEqualTo(Outcome.UNKNOWN);
    for (CandidateDecided decision : audited.written(1).decisions()) {
      Explanation explanation = explain(decision.getImageId()).get(0);
      assertThat(explanation.rank()).isEqualTo(decision.getRank());
      assertThat(explanation.similarTo()).isEqualTo(decision.getSimilarTo());
      assertThat(explanation.sentence()).endsWith(ReasonMapping.text(decision));
    }
  }

  @Test
  void shouldFindTheRoundItselfWhenAskedWhatItsOwnPolicyWouldHaveSelected() {
    List<ClosedRound> earlier = new ArrayList<>();
    replay(
        round -> {
          WhatIf same = WhatIf.of(round, round.opened().policy(), round.opened().budget(), earlier);
          assertThat(same.overlap()).isEqualTo(AuditedPool.BUDGET);
          assertThat(same.would().query().decisions())
              .isEqualTo(round.decided().round().decisions());
          assertThat(same.would().diagnostics())
              .isEqualTo(round.decided().round().manifest().diagnostics());
          earlier.add(round.decided().round());
        });

    assertThat(earlier).hasSize(AuditedPool.ROUNDS);
  }

  @Test
  void shouldAgreeWithTheStandAloneVerifierOfTheDocumentation() throws Exception {
    ForeignProgram.assumeInstalled("python3");
    ArrayNode manifests = JsonNodeFactory.instance.arrayNode();
    for (long round = 1; round <= AuditedPool.ROUNDS; round++) {
      manifests.add(AvroJson.toJson(audited.written(round).manifest()));
    }
    ArrayNode decisions = JsonNodeFactory.instance.arrayNode();
    audited.written(2).decisions().forEach(decision -> decisions.add(AvroJson.toJson(decision)));

    assertThat(verifyStandAlone(manifests, decisions))
        .isEqualTo(AuditedPool.ROUNDS + " manifests and round 2 verified");
    ((ObjectNode) decisions.get(3)).put("reasonCode", "BECAUSE");
    assertThat(verifyStandAlone(manifests, decisions)).startsWith("decisionDigest: ");
    ((ObjectNode) manifests.get(1)).put("late", 5);
    assertThat(verifyStandAlone(manifests, decisions)).startsWith("round 2: digest: ");
    manifests.remove(0);
    assertThat(verifyStandAlone(manifests, decisions)).startsWith("round number: 2, expected 1");
  }

  private String verifyStandAlone(ArrayNode manifests, ArrayNode decisions) throws Exception {
    Path rounds =
        Files.writeString(audited.directory().resolve("manifests.json"), manifests.toString());
    Path decided =
        Files.writeString(audited.directory().resolve("decisions.json"), decisions.toString());
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

  private List<Explanation> explain(String imageId) {
    List<Explanation> explanations = new ArrayList<>();
    replay(round -> explanations.add(Explanation.of(round, imageId)));
    return explanations;
  }

  private void replay(Consumer<ReplayedRound> visitor) {
    try (RecordSource source = audited.source();
        ReplayState state = ReplayState.inMemory()) {
      PoolAudit audit = new PoolAudit(AuditedPool.POOL.pool(), source, audited.topics());
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
      audit.verify(1, AuditedPool.ROUNDS, state, listener, verdict -> {});
    }
  }
}
