package io.winnow.selection.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.uncertainty.Measure;
import io.winnow.selection.uncertainty.Scoring;
import org.junit.jupiter.api.Test;

class PoolPolicyTest {

  @Test
  void shouldComputeTheShortlistSizeExactly() {
    // in binary floating point 1.1 * 100 is a little over 110
    assertThat(policy(1, 1.1).resampling().shortlistSize(100)).isEqualTo(110);
    assertThat(policy(1, 1.2).resampling().shortlistSize(10_000)).isEqualTo(12_000);
    assertThat(policy(1, 1.0).resampling().shortlistSize(7)).isEqualTo(7);
    assertThat(policy(1, 1.5).resampling().shortlistSize(1)).isEqualTo(2);
    assertThat(policy(1, 1e6).resampling().shortlistSize(Integer.MAX_VALUE))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shouldNameWhatIsWrong() {
    assertThatThrownBy(() -> policy(0, 1.2)).hasMessage("policy budget 0 must be at least 1");
    assertThatThrownBy(() -> policy(1, 0.5)).hasMessage("policy sr 0.5 must be at least 1");
    assertThatThrownBy(() -> policy(1, Double.NaN)).hasMessageContaining("policy sr NaN");
  }

  @Test
  void shouldChangeItsDigestWithEveryComponent() {
    assertThat(policy(1, 1.2).digest())
        .isEqualTo(policy(1, 1.2).digest())
        .isNotEqualTo(policy(2, 1.2).digest())
        .isNotEqualTo(policy(1, Math.nextUp(1.2)).digest());
  }

  private static PoolPolicy policy(int budget, double sr) {
    return PoolPolicy.of(
        budget,
        Scoring.of(Measure.ENTROPY),
        new ResamplingPolicy("none", sr, 10, null, 0),
        new EncoderRef("a".repeat(64), 4));
  }
}
