package io.winnow.cli.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.PoolPolicy;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.TriggerKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTextTest {

  private static final String ENCODER = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7, 0, 0, 0, 0 | 7 scored but not described by encoder 0123456789ab
          0, 4, 0, 0, 0 | 4 without an uncertainty
          0, 4, 4, 0, 0 | 4 without an uncertainty (members of the committee have not scored them all)
          0, 0, 0, 3, 0 | 3 filtered out
          0, 0, 0, 0, 2 | 2 scored after the window's end
          7, 1, 0, 3, 2 | 7 scored but not described by encoder 0123456789ab, 1 without an uncertainty, 3 filtered out, 2 scored after the window's end
          0, 0, 9, 0, 0 | no image is scored that is not selected or labelled already
          0, 0, 0, 0, 0 | no image is scored that is not selected or labelled already
          """)
  void shouldSayWhyNothingIsEligible(String counts, String reason) {
    assertThat(RoundText.line(round(counts, 0, 0)))
        .contains(
            "0 of 5 selected from a shortlist of 0 (0 eligible): none is eligible, " + reason);
  }

  @Test
  void shouldSayWhyTooFewAreEligible() {
    assertThat(RoundText.line(round("7, 0, 0, 3, 0", 2, 2)))
        .contains(
            "(2 eligible): no more are eligible, 7 scored but not described by encoder"
                + " 0123456789ab, 3 filtered out, mean");
    assertThat(RoundText.shortfall(round("0, 0, 0, 0, 0", 2, 2)))
        .isEqualTo(": no more are eligible");
  }

  @Test
  void shouldNotCountWhatIsMissingWhereTheBudgetIsFilled() {
    assertThat(RoundText.shortfall(round("7, 1, 0, 3, 2", 20, 5))).isEmpty();
  }

  /**
   * @param counts without descriptor, without uncertainty, incomplete committee, filtered out,
   *     outside the window
   */
  private static RoundClosed round(String counts, int eligible, int selected) {
    List<Long> numbers = List.of(counts.split(", *")).stream().map(Long::valueOf).toList();
    return RoundClosed.newBuilder()
        .setPool("p")
        .setRound(1)
        .setTrigger(TriggerKind.REQUEST)
        .setOpenedAt(Instant.EPOCH)
        .setPolicy(
            PoolPolicy.newBuilder().setBudget(5).setEncoderId(ENCODER).setDescriptorSize(8).build())
        .setPolicyDigest("p")
        .setBudget(5)
        .setEncoderId(ENCODER)
        .setModelVersions(List.of())
        .setOffsets(Map.of())
        .setEligible(eligible)
        .setWithoutDescriptor(numbers.get(0))
        .setWithoutUncertainty(numbers.get(1))
        .setIncompleteCommittee(numbers.get(2))
        .setFilteredOut(numbers.get(3))
        .setOutsideWindow(numbers.get(4))
        .setLate(0)
        .setShortlisted(eligible)
        .setSelected(selected)
        .setMeanUncertainty(0.5)
        .setShortlistDigest("s")
        .setSelectionDigest("t")
        .setSoftwareVersion("test")
        .setDigest("d")
        .build();
  }
}
