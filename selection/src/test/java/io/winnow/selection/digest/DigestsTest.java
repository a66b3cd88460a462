package io.winnow.selection.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.resampling.CandidateDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestsTest {
  @Test
  void shouldEscapeTextOfOthers() {
    assertThat(CanonicalDigest.text("a\tb\\c")).isEqualTo("a\\u0009b\\u005cc");
  }

  @Test
  void shouldBeWhatSha256sumPrintsForTheSelection() {
    // printf 'winnow-selection-1\nb\na\303\244\n' | sha256sum
    assertThat(Digests.selection(List.of("b", "aä")))
        .isEqualTo("4ac1016274f15fce9907f1b86945dbd8a8515969fbd662d138324bb9df0e7179");
  }

  @Test
  void shouldBeWhatSha256sumPrintsForTheShortlist() {
    // printf 'winnow-shortlist-1\nb\t3ff0000000000000\na\t3fe0000000000000\n' | sha256sum
    assertThat(Digests.shortlist(List.of(decision("b", 1, 1.0), decision("a", 2, 0.5))))
        .isEqualTo("aa84f48db092264269a0834be9005681b072a05fa45af4db4df26357f015ff13");
  }

  @Test
  void shouldDifferWhenTheOrderDoes() {
    assertThat(Digests.selection(List.of("a", "b")))
        .isNotEqualTo(Digests.selection(List.of("b", "a")));
  }

  @Test
  void shouldDifferWhenTheLastBitOfAnUncertaintyDoes() {
    assertThat(Digests.shortlist(List.of(decision("a", 1, Math.nextUp(0.5)))))
        .isNotEqualTo(Digests.shortlist(List.of(decision("a", 1, 0.5))));
  }

  @Test
  void shouldRefuseControlCharacters() {
    for (String id : List.of("a\tb", "a\nb", "\u0000", "a\u007f", "a\u0085")) {
      assertThatThrownBy(() -> Digests.selection(List.of(id)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("control character U+");
    }
  }

  @Test
  void shouldRefuseUnpairedSurrogates() {
    assertThatThrownBy(() -> Digests.selection(List.of("a\ud800b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not valid Unicode");
  }

  @Test
  void shouldRefuseLinesWhenFinished() {
    CanonicalDigest digest = new CanonicalDigest("winnow-test-1");
    digest.finish();

    assertThatThrownBy(() -> digest.line("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(digest::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldDigestCodesAndArgumentsOfReasons() {
    assertThat(Digests.decisions(2, List.of(decision("a", 1, 0.5))))
        .isEqualTo(
            new CanonicalDigest("winnow-decisions-2")
                .line(
                    "a",
                    "1",
                    CanonicalDigest.field(0.5),
                    "SELECTED",
                    "null",
                    "null",
                    "NOT_REACHED",
                    "7")
                .finish());
  }

  @Test
  void shouldDigestWordsOfReasonsWhereTheFirstVersionDid() {
    assertThat(Digests.decisions(1, List.of(decision("a", 1, 0.5))))
        .isEqualTo(
            new CanonicalDigest("winnow-decisions-1")
                .line(
                    "a",
                    "1",
                    CanonicalDigest.field(0.5),
                    "SELECTED",
                    "not reached: the budget was full at rank 7",
                    "null",
                    "null")
                .finish());
  }

  @Test
  void shouldRefuseVersionsOfEvidenceThatAreNotKnown() {
    for (int version : List.of(0, 3, -1)) {
      assertThatThrownBy(() -> Digests.decisions(version, List.of()))
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessage("evidence has version " + version + ", this software knows 1 to 2");
    }
  }

  private static CandidateDecision decision(String imageId, int rank, double uncertainty) {
    return new CandidateDecision(
        imageId, rank, uncertainty, true, Reason.of(ReasonCode.NOT_REACHED, 7), null, null);
  }
}
