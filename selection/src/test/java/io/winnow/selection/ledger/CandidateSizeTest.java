package io.winnow.selection.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.limit.SizeLimitException;
import io.winnow.selection.limit.SizeLimits;
import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CandidateSizeTest {

  /** Members, and what each of them says. */
  static Stream<Arguments> withinTheLimit() {
    return Stream.of(
        Arguments.of(50, classification(1_000, "class")),
        Arguments.of(5, classification(55_000, "class")),
        Arguments.of(1, classification(21_843, "class")),
        Arguments.of(64, classification(2, "\u00fc\uD83D\uDC08")),
        Arguments.of(5, detections(300, 91)),
        Arguments.of(5, detections(20_000, 2)));
  }

  private static double[] uniform(int size) {
    double[] probabilities = new double[size];
    Arrays.fill(probabilities, 1.0 / size);
    return probabilities;
  }

  private static List<String> classes(int size, String prefix) {
    return IntStream.range(0, size).mapToObj(i -> prefix + i).toList();
  }

  private static Prediction classification(int size, String prefix) {
    return new Classification(classes(size, prefix), uniform(size));
  }

  private static Prediction detections(int boxes, int size) {
    DetectedBox box = new DetectedBox(0.1, 0.2, 0.3, 0.4, uniform(size));
    return new Detections(classes(size, "class"), Collections.nCopies(boxes, box));
  }

  private static Score score(int member, Prediction prediction) {
    return new Score("net", "v" + member, "m" + member, 1_000, prediction);
  }

  private static List<Score> scores(int members, Prediction prediction) {
    return IntStream.range(0, members).mapToObj(i -> score(i, prediction)).toList();
  }

  /** The codec of a partition that has no room for shared names: entries are largest there. */
  private static CandidateCodec withoutSharedNames() {
    SharedLists names = new SharedLists(new SortedMapStore());
    StateWriter scratch = new StateWriter(1);
    names.write(scratch, List.of("x".repeat(SharedLists.MAX_CHARACTERS - 64)));
    return new CandidateCodec(names);
  }

  @ParameterizedTest
  @MethodSource("withinTheLimit")
  void shouldNotExceedTheWeightOfItsScores(int members, Prediction prediction) {
    List<Score> scores = scores(members, prediction);

    long weight = SizeLimits.checkScores(scores);
    byte[] entry = withoutSharedNames().write(new Candidate(scores, List.of(), 0, false, 0));

    assertThat((long) entry.length).isLessThanOrEqualTo(weight);
    assertThat(weight).isLessThan(2L * entry.length);
  }

  @ParameterizedTest
  @MethodSource("withinTheLimit")
  void shouldFillTheLimitAndKeepWhatItHeldWhenMoreComes(int members, Prediction prediction) {
    LedgerStores stores = LedgerStores.inMemory();
    PoolLedger ledger = new PoolLedger(stores);
    List<Score> heard = new ArrayList<>();
    long weight = 0;
    for (int i = 0; i < Candidate.MAX_MEMBERS; i++) {
      Score score = score(i, prediction);
      weight += SizeLimits.weight(score);
      if (weight > SizeLimits.CANDIDATE_BYTES) {
        assertThatThrownBy(() -> ledger.score("p", "i", score))
            .isInstanceOf(SizeLimitException.class)
            .hasMessageStartingWith("CANDIDATE_BYTES: ");
        break;
      }
      ledger.score("p", "i", score);
      heard.add(score);
    }

    Candidate kept = ledger.candidate("p", "i");

    assertThat(kept.scores()).isEqualTo(heard).hasSizeGreaterThanOrEqualTo(members);
    assertThat(withoutSharedNames().write(kept).length).isLessThan(SizeLimits.RECORD_BYTES);
  }

  @Test
  void shouldRefuseEncodersWithoutEnd() {
    SizeLimits.checkEncoders(SizeLimits.CANDIDATE_ENCODERS);

    assertThatThrownBy(() -> SizeLimits.checkEncoders(SizeLimits.CANDIDATE_ENCODERS + 1))
        .hasMessage(
            "CANDIDATE_ENCODERS: number of the image's encoders is 1001, at most 1000 is taken");
  }
}
