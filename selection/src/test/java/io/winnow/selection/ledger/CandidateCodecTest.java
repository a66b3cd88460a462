package io.winnow.selection.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.uncertainty.Classification;
import io.winnow.selection.uncertainty.DetectedBox;
import io.winnow.selection.uncertainty.Detections;
import io.winnow.selection.uncertainty.PrecomputedUncertainty;
import io.winnow.selection.uncertainty.Prediction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CandidateCodecTest {

  private static final List<String> CLASSES = List.of("a", "b");

  private final OrderedStore store = new SortedMapStore();
  private final CandidateCodec codec = new CandidateCodec(new SharedLists(store));

  static List<Prediction> predictions() {
    return List.of(
        new Classification(CLASSES, new double[] {0.25, 0.75}),
        new Detections(CLASSES, List.of()),
        new Detections(
            CLASSES, List.of(new DetectedBox(0.1, 0.2, 0.3, 0.4, new double[] {0.5, 0.5}))),
        new PrecomputedUncertainty("house", -3.5, false));
  }

  private static Candidate scored(Prediction prediction) {
    return new Candidate(
        List.of(
            new Score("net", "2", "left", 1_234, prediction),
            new Score("net", "2", null, 1_235, prediction)),
        List.of("e/4", "f/8"),
        99,
        false,
        0);
  }

  @ParameterizedTest
  @MethodSource("predictions")
  void shouldGiveACandidateBack(Prediction prediction) {
    Candidate candidate = scored(prediction);

    assertThat(codec.read(codec.write(candidate))).isEqualTo(candidate);
  }

  @Test
  void shouldGiveAClosedCandidateBack() {
    Candidate candidate = new Candidate(List.of(), List.of(), 0, true, 12);

    assertThat(codec.read(codec.write(candidate))).isEqualTo(candidate);
  }

  @Test
  void shouldReadAfterARestartWhatWasWrittenBefore() {
    byte[] kept = codec.write(scored(predictions().get(0)));
    codec.write(scored(predictions().get(3)));

    CandidateCodec restarted = new CandidateCodec(new SharedLists(store));

    assertThat(restarted.read(kept)).isEqualTo(scored(predictions().get(0)));
    assertThat(restarted.write(scored(predictions().get(0)))).isEqualTo(kept);
  }

  @Test
  void shouldKeepTheNamesOfAThousandClassesOnce() {
    List<String> classes =
        IntStream.range(0, 1_000).mapToObj("class number %d"::formatted).toList();
    double[] probabilities = new double[1_000];
    probabilities[7] = 1;
    Candidate candidate =
        new Candidate(
            List.of(new Score("net", "2", null, 5, new Classification(classes, probabilities))),
            List.of(),
            0,
            false,
            0);

    byte[] kept = codec.write(candidate);

    assertThat(kept).hasSizeLessThan(1_000 * Double.BYTES + 100);
    assertThat(codec.read(kept)).isEqualTo(candidate);
  }

  @Test
  void shouldKeepNamesInTheCandidateWhenThereIsNoRoomForMore() {
    String half = "x".repeat(SharedLists.MAX_CHARACTERS / 2);
    Candidate first = described(half);
    Candidate second = described(half + "y");

    byte[] shared = codec.write(first);
    byte[] own = codec.write(second);

    assertThat(shared).hasSizeLessThan(100);
    assertThat(own).hasSizeGreaterThan(half.length());
    assertThat(codec.read(shared)).isEqualTo(first);
    assertThat(codec.read(own)).isEqualTo(second);
  }

  @Test
  void shouldNotFillTheMemoryWithShortNames() {
    IntStream.range(0, 100_000).forEach(number -> codec.write(described(Integer.toString(number))));

    assertThat(((SortedMapStore) store).size()).isLessThan(SharedLists.MAX_CHARACTERS / 64);
  }

  private static Candidate described(String encoder) {
    return new Candidate(List.of(), List.of(encoder), 1, false, 0);
  }

  /** Version 2: the names stand in the candidate. */
  @Test
  void shouldReadWhatEarlierSoftwareKept() {
    Candidate candidate = scored(predictions().get(0));
    StateWriter earlier = new StateWriter(2);
    earlier.writeInt(2);
    for (Score score : candidate.scores()) {
      earlier.writeString(score.model());
      earlier.writeString(score.modelVersion());
      earlier.writeNullable(score.member(), StateWriter::writeString);
      earlier.writeLong(score.scoredAt());
      earlier.writeByte(0);
      earlier.writeStrings(CLASSES);
      earlier.writeDoubles(new double[] {0.25, 0.75});
    }
    earlier.writeStrings(candidate.encoders());
    earlier.writeLong(candidate.describedAt());
    earlier.writeBoolean(false);
    earlier.writeLong(0);

    assertThat(codec.read(earlier.toBytes())).isEqualTo(candidate);
  }

  @Test
  void shouldRefuseStateOfLaterSoftware() {
    byte[] future = codec.write(Candidate.UNKNOWN);
    future[0] = 99;

    assertThatThrownBy(() -> codec.read(future))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("state has format version 99, this software reads 3");
  }
}
