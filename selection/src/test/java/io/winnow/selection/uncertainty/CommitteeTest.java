package io.winnow.selection.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CommitteeTest {
  private static final List<String> CLASSES = List.of("cat", "dog", "owl");
  private static final double LN2 = Math.log(2);

  @Test
  void shouldMeasureAKnownDisagreement() {
    // two members certain of different classes, two undecided between the same two
    List<Said> members =
        List.of(said("a", 1, 0, 0), said("b", 0, 1, 0), said("c", .5, .5, 0), said("d", .5, .5, 0));

    // the undecided vote for the first class: shares 3/4 and 1/4
    assertThat(value(Measure.VOTE_ENTROPY, members))
        .isCloseTo(-.75 * Math.log(.75) - .25 * Math.log(.25), within(1e-12));
    assertThat(value(Measure.VARIATION_RATIO, members)).isEqualTo(.25);
    assertThat(value(Measure.MEAN_ENTROPY, members)).isCloseTo(LN2 / 2, within(1e-12));
    assertThat(value(Measure.ENTROPY, members)).isCloseTo(LN2, within(1e-12));
    assertThat(value(Measure.MUTUAL_INFORMATION, members)).isCloseTo(LN2 / 2, within(1e-12));
    assertThat(value(Measure.LEAST_CONFIDENCE, members)).isCloseTo(.5, within(1e-12));
    assertThat(value(Measure.MARGIN, members)).isCloseTo(1, within(1e-12));
  }

  @Property
  void shouldStayWithinItsBoundsWhateverTheMembersSay(
      @ForAll("committees") List<double[]> distributions) {
    List<Said> members = members(distributions);
    double information = value(Measure.MUTUAL_INFORMATION, members);

    assertThat(information).isBetween(0.0, value(Measure.ENTROPY, members));
    assertThat(value(Measure.MEAN_ENTROPY, members)).isBetween(0.0, Math.log(3) + 1e-9);
    assertThat(value(Measure.VOTE_ENTROPY, members))
        .isBetween(0.0, Math.log(members.size()) + 1e-9);
    assertThat(value(Measure.VARIATION_RATIO, members))
        .isBetween(0.0, 1 - 1.0 / members.size() + 1e-9);
  }

  @Property
  void shouldGiveTheSameBitsInWhateverOrderMembersArrive(
      @ForAll("committees") List<double[]> distributions, @ForAll long seed) {
    List<Said> members = members(distributions);
    List<Said> shuffled = new ArrayList<>(members);
    Collections.shuffle(shuffled, new Random(seed));
    for (Measure measure : Measure.values()) {
      assertThat(scoring(measure, members.size(), 1).of(shuffled))
          .isEqualTo(scoring(measure, members.size(), 1).of(members));
    }
  }

  @Property
  void shouldSeeNoDisagreementWhenAllSayTheSame(@ForAll("committees") List<double[]> some) {
    List<Said> members = members(Collections.nCopies(some.size(), some.get(0)));

    assertThat(value(Measure.MUTUAL_INFORMATION, members)).isCloseTo(0, within(1e-12));
    assertThat(value(Measure.VOTE_ENTROPY, members)).isZero();
    assertThat(value(Measure.VARIATION_RATIO, members)).isZero();
  }

  @Test
  void shouldWaitForTheMinimumAndThenGoByThosePresent() {
    List<Said> two = List.of(said("a", 1, 0, 0), said("b", 0, 1, 0));

    assertThat(scoring(Measure.VARIATION_RATIO, 3, 3).of(two)).isEmpty();
    assertThat(scoring(Measure.VARIATION_RATIO, 3, 2).of(two)).hasValue(.5);
    assertThat(scoring(Measure.VARIATION_RATIO, 3, 2).incomplete(two)).isTrue();
    assertThat(scoring(Measure.VARIATION_RATIO, 2, 2).incomplete(two)).isFalse();
  }

  @Test
  void shouldGoByTheMembersHeardLastWhereThereAreMoreThanTheCommitteeHas() {
    List<Said> opinions = List.of(said("z", 0, 0, 1), said("b", 1, 0, 0), said("a", 1, 0, 0));

    assertThat(scoring(Measure.VARIATION_RATIO, 2, 2).counted(opinions))
        .extracting(Said::member)
        .containsExactly("a", "b");
    assertThat(scoring(Measure.VARIATION_RATIO, 2, 2).of(opinions)).hasValue(0);
  }

  @Test
  void shouldIgnoreWhoIsNoMember() {
    List<Said> opinions = List.of(said("a", 1, 0, 0), said("b", 0, 1, 0), said(null, 0, 0, 1));

    assertThat(scoring(Measure.VARIATION_RATIO, 2, 2).of(opinions)).hasValue(.5);
    assertThat(Scoring.of(Measure.LEAST_CONFIDENCE).of(opinions)).hasValue(0);
    assertThat(scoring(Measure.VARIATION_RATIO, 2, 1).of(List.of(said(null, 1, 0, 0)))).isEmpty();
  }

  @Test
  void shouldAlignClassesByName() {
    Said turned =
        new Said("b", new Classification(List.of("owl", "cat", "dog"), new double[] {0, 1, 0}));

    assertThat(value(Measure.VARIATION_RATIO, List.of(said("a", 1, 0, 0), turned))).isZero();
  }

  @Test
  void shouldBeUndefinedWhereMembersNameOtherClasses() {
    Said other = new Said("b", new Classification(List.of("cat", "dog"), new double[] {1, 0}));

    for (Measure measure : Measure.values()) {
      assertThat(scoring(measure, 2, 2).of(List.of(said("a", 1, 0, 0), other))).isEmpty();
    }
  }

  @Test
  void shouldAverageTheMembersOverDetections() {
    Said sure = new Said("a", detections(new double[] {1, 0, 0}));
    Said unsure = new Said("b", detections(new double[] {.5, .5, 0}, new double[] {.5, .5, 0}));

    assertThat(value(Measure.LEAST_CONFIDENCE, List.of(sure, unsure))).isEqualTo(.5);
    assertThat(value(Measure.MEAN_ENTROPY, List.of(sure, unsure))).isCloseTo(LN2, within(1e-12));
    assertThat(scoring(Measure.VOTE_ENTROPY, 2, 2).of(List.of(sure, unsure))).isEmpty();
  }

  @Test
  void shouldSpeakWithTheMeanOfTheMembers() {
    assertThat(Scoring.consensus(List.of(said("a", 1, 0, 0), said("b", 0, 1, 0))))
        .isEqualTo(new Classification(CLASSES, new double[] {.5, .5, 0}));
    Said detected = new Said("b", detections(new double[] {1, 0, 0}));
    assertThat(Scoring.consensus(List.of(said("a", 1, 0, 0), detected)))
        .isEqualTo(detected.prediction());
  }

  @Test
  void shouldSpeakForMembersWhoseSumsAreJustWithinTheTolerance() {
    Prediction consensus =
        Scoring.consensus(
            List.of(
                said("a", .333, .333, .333), said("b", .333, .333, .333), said("c", .6, .2, .199)));

    assertThat(Arrays.stream(((Classification) consensus).probabilities()).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void shouldRefuseAMeasureOfACommitteeWithoutOne() {
    assertThatThrownBy(() -> Scoring.of(Measure.MUTUAL_INFORMATION))
        .hasMessage("measure mutual-information needs a committeeSize");
    assertThatThrownBy(() -> new Committee(1, 1)).hasMessageContaining("committeeSize 1");
    assertThatThrownBy(() -> new Committee(3, 4)).hasMessageContaining("committeeMinimum 4");
  }

  @Provide
  Arbitrary<List<double[]>> committees() {
    return Arbitraries.doubles()
        .between(0, 1)
        .array(double[].class)
        .ofSize(3)
        .filter(weights -> Arrays.stream(weights).sum() > 1e-3)
        .map(
            weights -> {
              double sum = Arrays.stream(weights).sum();
              return Arrays.stream(weights).map(w -> w / sum).toArray();
            })
        .list()
        .ofMinSize(2)
        .ofMaxSize(6);
  }

  private static List<Said> members(List<double[]> distributions) {
    List<Said> members = new ArrayList<>();
    for (double[] distribution : distributions) {
      members.add(said("m" + members.size(), distribution));
    }
    return members;
  }

  private static Said said(String member, double... probabilities) {
    return new Said(member, new Classification(CLASSES, probabilities));
  }

  private static Detections detections(double[]... boxes) {
    return new Detections(
        CLASSES, Arrays.stream(boxes).map(box -> new DetectedBox(0, 0, .5, .5, box)).toList());
  }

  private static double value(Measure measure, List<Said> members) {
    OptionalDouble value = scoring(measure, members.size(), members.size()).of(members);
    return value.orElseThrow();
  }

  private static Scoring scoring(Measure measure, int size, int minimum) {
    return new Scoring(
        measure, BoxAggregation.SUM, EmptyDetections.SKIP, new Committee(size, minimum));
  }
}
