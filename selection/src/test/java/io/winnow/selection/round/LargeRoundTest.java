package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.ledger.Descriptor;
import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.ledger.ImageReference;
import io.winnow.selection.ledger.LedgerStores;
import io.winnow.selection.ledger.Score;
import io.winnow.selection.ledger.SortedMapStore;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.selection.policy.PoolPolicy;
import io.winnow.selection.policy.ResamplingPolicy;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.round.PoolCommand.PolicyApplied;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import io.winnow.selection.round.PoolReport.RankReport;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import io.winnow.selection.uncertainty.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers and settlements of more than a record has room for go in parts. */
class LargeRoundTest {

  private static final String ENCODER = "ab".repeat(32);

  private static final List<String> IMAGES =
      IntStream.range(0, 2_000).mapToObj(i -> "%0512d".formatted(i)).toList();

  @Test
  void shouldNameAllImagesInPartsOfWhichTheLastEndsTheRound() {
    List<RoundSettled> parts = RoundSettled.of("p", 7, 7, IMAGES);

    List<String> all = new ArrayList<>();
    parts.forEach(part -> all.addAll(part.selected()));
    assertThat(all).isEqualTo(IMAGES);
    assertThat(parts).extracting(RoundSettled::more).containsExactly(true, true, false);
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat(part.selected().stream().mapToLong(SizeLimits::textWeight).sum())
                    .isLessThanOrEqualTo(SizeLimits.CHUNK_BYTES));
    assertThat(RoundSettled.of("p", 7, 7, List.of()))
        .containsExactly(new RoundSettled("p", 7, 7, List.of(), false));
  }

  @Test
  void shouldTellThePartsAgain() {
    LastSettlement settlement = new LastSettlement(new SortedMapStore());
    settlement.keep("p", 0, 7, IMAGES);

    assertThat(settlement.again("p", 0, 7)).isEqualTo(RoundSettled.of("p", 7, 7, IMAGES));
  }

  private static RoundOpened opened() {
    PoolPolicy policy =
        PoolPolicy.of(
            IMAGES.size(),
            Scoring.of(Measure.PRECOMPUTED),
            new ResamplingPolicy(Resamplers.NONE, 1, 1, null, 0),
            new EncoderRef(ENCODER, 2));
    return new RoundOpened(
        "p",
        1,
        policy,
        EvidenceVersion.CURRENT,
        IMAGES.size(),
        IMAGES.size(),
        new RoundWindow(null, null),
        Trigger.REQUEST,
        "r1",
        0);
  }

  /** Candidates of which each was scored by versions of its own. */
  @Test
  void shouldReportCandidatesAndTheirModelsInChunks() {
    PoolPartition partition = new PoolPartition(0, LedgerStores.inMemory());
    partition.onCommand(new PolicyApplied("p", 1, opened().policy()));
    for (String image : IMAGES) {
      partition.ledger().describe("p", image, descriptor());
      partition.ledger().score("p", image, score(image.substring(400)));
    }

    List<PoolReport> reports = partition.onCommand(opened()).reports();

    Set<String> models = new TreeSet<>();
    int candidates = 0;
    for (PoolReport report : reports) {
      RankReport ranking = (RankReport) report;
      candidates += ranking.candidates().size();
      models.addAll(ranking.modelVersions());
      long bytes =
          ranking.modelVersions().stream().mapToLong(SizeLimits::textWeight).sum()
              + ranking.candidates().stream().mapToLong(one -> 512).sum();
      assertThat(bytes).isLessThanOrEqualTo(SizeLimits.CHUNK_BYTES);
    }
    assertThat(candidates).isEqualTo(IMAGES.size());
    assertThat(models).hasSize(IMAGES.size());
    assertThat(reports).hasSizeBetween(4, 7);
    assertThat(partition.onCommand(opened()).reports()).isEqualTo(reports);
  }

  private static Score score(String version) {
    Prediction said = new PrecomputedUncertainty("u", 1, true);
    return new Score("net", "v".repeat(500) + version, null, 0, said);
  }

  private static Descriptor descriptor() {
    return new Descriptor(
        ENCODER, new float[] {1, 0}, new ImageReference("u", "s", 1, 1), Map.of(), 0);
  }

  @Test
  void shouldKeepTheRoundOpenUntilTheLastPartAndObeyEachPartOnce() {
    PoolPartition partition = new PoolPartition(0, LedgerStores.inMemory());
    partition.onCommand(opened());
    List<RoundSettled> parts = RoundSettled.of("p", 1, 1, IMAGES);

    for (RoundSettled part : parts) {
      assertThat(partition.ledger().openRound().header("p")).isNotNull();
      assertThat(partition.onCommand(part).outcome()).isEqualTo(ProtocolOutcome.APPLIED);
    }

    assertThat(partition.ledger().openRound().header("p")).isNull();
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat(partition.onCommand(part).outcome()).isEqualTo(ProtocolOutcome.CLOSED));
    assertThat(IMAGES)
        .allMatch(image -> partition.ledger().candidate("p", image).selectedInRound() == 1);
  }
}
