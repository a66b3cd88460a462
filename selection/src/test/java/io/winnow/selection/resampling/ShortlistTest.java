package io.winnow.selection.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ShortlistTest {
  @Test
  void shouldNameTheImageWhenTheOrderIsWrong() {
    assertThatThrownBy(() -> new Shortlist(List.of(candidate("a", 1), candidate("b", 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "b (2.0) is shortlisted after a (1.0): expected descending uncertainty, ties by"
                + " ascending image id");
    assertThatThrownBy(() -> new Shortlist(List.of(candidate("b", 1), candidate("a", 1))))
        .hasMessageStartingWith("a (1.0) is shortlisted after b (1.0)");
  }

  @Test
  void shouldNameTheImageWhenItComesTwice() {
    assertThatThrownBy(
            () -> new Shortlist(List.of(candidate("a", 2), candidate("b", 1), candidate("a", 0))))
        .hasMessage("a is shortlisted twice");
  }

  @Test
  void shouldNameTheImageWhenItsVectorHasAnotherLength() {
    assertThatThrownBy(
            () -> new Shortlist(List.of(candidate("a", 2), candidate("b", 1, 1f, 0f, 0f))))
        .hasMessage("vector of b has 3 entries, that of a has 2");
  }

  @Test
  void shouldNameTheImageWhenItsVectorOrUncertaintyIsNotFinite() {
    assertThatThrownBy(() -> candidate("a", 1, 0f, Float.NaN))
        .hasMessage("entry 1 of the vector of a is NaN");
    assertThatThrownBy(() -> candidate("a", 1, Float.NEGATIVE_INFINITY))
        .hasMessage("entry 0 of the vector of a is -Infinity");
    assertThatThrownBy(() -> candidate("a", Double.NaN)).hasMessage("uncertainty of a is NaN");
    assertThatThrownBy(() -> candidate("a", 1, 3e20f, 4e20f))
        .hasMessageMatching("vector of a has length 5\\.0\\d*E20, expected 1");
    assertThatThrownBy(() -> new ShortlistedCandidate("a", 1, new float[0]))
        .hasMessage("vector of a is empty");
  }

  @Test
  void shouldTakeNegativeZeroForZeroWhenOrdering() {
    assertThat(candidate("a", -0.0)).isEqualTo(candidate("a", 0.0));
    assertThat(new Shortlist(List.of(candidate("a", -0.0), candidate("b", 0.0))).size())
        .isEqualTo(2);
  }

  @Property
  void shouldOrderIdsLikeTheirUtf8BytesWhenUncertaintiesAreEqual(
      @ForAll @Chars({'a', 'b', '\u00e4', '\uffee', '\ue000'}) @StringLength(max = 3) String one,
      @ForAll @Chars({'a', 'b', '\u00e4', '\uffee', '\ue000'}) @StringLength(max = 3) String other,
      @ForAll boolean emojiInOne,
      @ForAll boolean emojiInOther) {
    String id = emojiInOne ? one + "\ud83d\ude00" : one;
    String otherId = emojiInOther ? other + "\ud83d\ude01" : other;

    assertThat(Integer.signum(RankingOrder.compare(1, id, 1, otherId)))
        .isEqualTo(Integer.signum(Arrays.compareUnsigned(utf8(id), utf8(otherId))));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ShortlistedCandidate candidate(String id, double uncertainty) {
    return candidate(id, uncertainty, 1f, 0f);
  }

  private static ShortlistedCandidate candidate(String id, double uncertainty, float... vector) {
    return new ShortlistedCandidate(id, uncertainty, vector);
  }
}
