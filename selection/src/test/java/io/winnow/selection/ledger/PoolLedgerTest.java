package io.winnow.selection.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.PoolLedger.Outcome;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Scoring;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolLedgerTest {

  private static final String POOL = "cats";
  private static final EncoderRef ENCODER = new EncoderRef("e", 2);

  private final LedgerStores stores = LedgerStores.inMemory();
  private final PoolLedger ledger = new PoolLedger(stores);

  @Test
  void shouldRankByUncertaintyThenImageId() {
    rank(false);
    candidate("b", 0.6, 0);
    candidate("a", 0.6, 0);
    candidate("c", 0.5, 0);

    assertThat(best(9)).containsExactly("c", "a", "b");
    assertThat(best(2)).containsExactly("c", "a");
  }

  @Test
  void shouldCountWhatKeepsCandidatesOut() {
    rank(false);
    candidate("ranked", 0.6, 0);
    score("undescribed", 0.5, 0);
    describe("unscored");
    describe("unmeasured");
    ledger.score(
        POOL, "unmeasured", new Score("m", "1", null, 0, new PrecomputedUncertainty("h", 1, true)));

    assertThat(ledger.counts(POOL))
        .isEqualTo(new PoolCounts(1, 1, 1, 0, 0, 0, 1, EncoderProgress.NONE));
  }

  @Test
  void shouldMoveACandidateWhenItIsScoredAgain() {
    rank(false);
    candidate("a", 0.9, 0);
    candidate("b", 0.6, 0);
    score("a", 0.5, 0);

    assertThat(best(9)).containsExactly("a", "b");
    assertThat(ledger.counts(POOL).becameEligible()).isEqualTo(2);
  }

  @Test
  void shouldKeepTheStateOfAClosedCandidateSmallAndClosed() {
    rank(true);
    candidate("a", 0.5, 0);
    ledger.select(POOL, "a", 3);

    assertThat(ledger.score(POOL, "a", scored(0.5, 0))).isEqualTo(Outcome.CLOSED);
    assertThat(ledger.describe(POOL, "a", descriptor())).isEqualTo(Outcome.CLOSED);
    assertThat(best(9)).isEmpty();
    assertThat(((SortedMapStore) stores.descriptors()).size()).isZero();
    assertThat(((SortedMapStore) stores.ranking()).size()).isZero();
    assertThat(((SortedMapStore) stores.timeline()).size()).isZero();
    assertThat(((SortedMapStore) stores.candidates()).size()).isOne();
  }

  @Test
  void shouldForgetWhatLiesBeforeTheWindow() {
    rank(true);
    candidate("old", 0.5, 10);
    candidate("new", 0.6, 20);
    ledger.expire(POOL, 20);

    assertThat(best(9)).containsExactly("new");
    assertThat(ledger.candidate(POOL, "old")).isEqualTo(Candidate.UNKNOWN);
    assertThat(ledger.counts(POOL).ranked()).isEqualTo(1);
    assertThat(((SortedMapStore) stores.descriptors()).size()).isOne();
  }

  @Test
  void shouldLeaveOutWhatWasScoredAfterTheWindow() {
    rank(true);
    candidate("inside", 0.6, 10);
    candidate("after", 0.5, 20);

    assertThat(ledger.best(POOL, 9, 20))
        .extracting(ReportedCandidate::imageId)
        .containsExactly("inside");
    assertThat(ledger.scoredFrom(POOL, 20)).isEqualTo(1);
  }

  @Test
  void shouldCountLateScoresOnce() {
    rank(true);
    ledger.windowClosed(POOL, 100);
    candidate("late", 0.5, 99);
    candidate("in-time", 0.5, 100);

    assertThat(ledger.takeCounts(POOL).late()).isEqualTo(1);
    assertThat(ledger.takeCounts(POOL).late()).isZero();
  }

  @Test
  void shouldKeepADescriptorOfAnotherLengthForThePolicyThatAsksForIt() {
    rank(false);
    Descriptor longer = new Descriptor("e", new float[] {1, 0, 0}, image(), Map.of(), 0);
    score("a", 0.5, 0);

    assertThat(ledger.describe(POOL, "a", longer)).isEqualTo(Outcome.FOLDED);
    assertThat(best(9)).isEmpty();
    assertThat(ledger.describe(POOL, "a", descriptor())).isEqualTo(Outcome.FOLDED);
    assertThat(best(9)).containsExactly("a");
    assertThat(ledger.describe(POOL, "a", descriptor())).isEqualTo(Outcome.DUPLICATE);
  }

  @Test
  void shouldNeverRankAWrongDescriptorThatCameBeforeThePolicy() {
    ledger.describe(POOL, "a", new Descriptor("e", new float[] {1, 0, 0}, image(), Map.of(), 0));
    score("a", 0.5, 0);
    rank(false);

    assertThat(best(9)).isEmpty();
    describe("a");
    assertThat(best(9)).containsExactly("a");
  }

  @Test
  void shouldRestoreRankingsWhenTheIndexesAreLostOrStale() {
    rank(true);
    candidate("a", 0.5, 7);
    candidate("b", 0.6, 8);
    PoolCounts counts = ledger.counts(POOL);
    SortedMapStore stale = ((SortedMapStore) stores.ranking()).copy();
    ledger.select(POOL, "a", 1);
    LedgerStores restored =
        new LedgerStores(
            stores.candidates(),
            stores.descriptors(),
            stale,
            new SortedMapStore(),
            new SortedMapStore(),
            stores.openRounds(),
            stores.pools(),
            stores.positions());

    PoolLedger again = new PoolLedger(restored);
    again.restoreRankings();

    assertThat(again.best(POOL, 9, Long.MAX_VALUE))
        .extracting(ReportedCandidate::imageId)
        .containsExactly("b");
    assertThat(((SortedMapStore) restored.timeline()).size()).isOne();
    assertThat(again.counts(POOL)).isEqualTo(ledger.counts(POOL)).isNotEqualTo(counts);
  }

  @Test
  void shouldCountWhatTheNextEncoderDescribedOfTheOpenImages() {
    EncoderRef next = new EncoderRef("n".repeat(64), ENCODER.size());
    describe("before");
    ledger.rankBy(
        POOL,
        new RankingSpec(Scoring.of(Measure.LEAST_CONFIDENCE), ENCODER, next, List.of(), false));
    describe("both");
    describeBy(next, "both");
    describeBy(next, "next only");
    describe("labelled");
    describeBy(next, "labelled");
    ledger.label(POOL, "labelled");
    score("undescribed", 0.5, 0);

    assertThat(ledger.counts(POOL).progress()).isEqualTo(new EncoderProgress(3, 2));
    assertThat(new PoolLedger(stores).counts(POOL)).isEqualTo(ledger.counts(POOL));

    rank(false);

    assertThat(ledger.counts(POOL).progress()).isEqualTo(EncoderProgress.NONE);
  }

  @Test
  void shouldGoOnFromItsStores() {
    rank(true);
    candidate("a", 0.5, 7);
    ledger.positions().advance("scores", 41, 0, null, new byte[] {1});
    ledger.windowClosed(POOL, 100);

    PoolLedger again = new PoolLedger(stores);

    assertThat(again.positions().current()).isEqualTo(ledger.positions().current());
    again.positions().advance("scores", 42, 1, new byte[] {2}, null);
    ledger.positions().advance("scores", 42, 1, new byte[] {2}, null);
    assertThat(again.positions().current()).isEqualTo(ledger.positions().current());
    assertThat(again.counts(POOL)).isEqualTo(ledger.counts(POOL));
    assertThat(again.best(POOL, 9, Long.MAX_VALUE)).hasSize(1);
    again.score(POOL, "a", scored(0.5, 99));
    assertThat(again.counts(POOL).late()).isEqualTo(1);
  }

  private void rank(boolean timed) {
    ledger.rankBy(
        POOL,
        new RankingSpec(Scoring.of(Measure.LEAST_CONFIDENCE), ENCODER, null, List.of(), timed));
  }

  private void candidate(String imageId, double top, long scoredAt) {
    describe(imageId);
    score(imageId, top, scoredAt);
  }

  private void describe(String imageId) {
    assertThat(ledger.describe(POOL, imageId, descriptor())).isEqualTo(Outcome.FOLDED);
  }

  private void describeBy(EncoderRef encoder, String imageId) {
    Descriptor own = descriptor();
    Descriptor other =
        new Descriptor(
            encoder.id(), own.vector(), own.image(), own.attributes(), own.describedAt());
    assertThat(ledger.describe(POOL, imageId, other)).isEqualTo(Outcome.FOLDED);
  }

  private void score(String imageId, double top, long scoredAt) {
    assertThat(ledger.score(POOL, imageId, scored(top, scoredAt))).isEqualTo(Outcome.FOLDED);
  }

  private List<String> best(int depth) {
    return ledger.best(POOL, depth, Long.MAX_VALUE).stream()
        .map(ReportedCandidate::imageId)
        .toList();
  }

  private static Score scored(double top, long scoredAt) {
    return new Score(
        "net",
        "1",
        null,
        scoredAt,
        new Classification(List.of("yes", "no"), new double[] {top, 1 - top}));
  }

  private static Descriptor descriptor() {
    return new Descriptor(ENCODER.id(), new float[] {1, 0}, image(), Map.of(), 0);
  }

  private static ImageReference image() {
    return new ImageReference(null, "0", 1, 1);
  }
}
