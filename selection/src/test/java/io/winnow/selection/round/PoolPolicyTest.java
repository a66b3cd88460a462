package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PoolPolicyTest {

  @Test
  void shouldComputeTheShortlistSizeExactly() {
    // in binary floating point 1.1 * 100 is a little over 110
    assertThat(policy(1, 1.1).shortlistSize(100)).isEqualTo(110);
    assertThat(policy(1, 1.2).shortlistSize(10_000)).isEqualTo(12_000);
    assertThat(policy(1, 1.0).shortlistSize(7)).isEqualTo(7);
    assertThat(policy(1, 1.5).shortlistSize(1)).isEqualTo(2);
    assertThat(policy(1, 1e6).shortlistSize(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
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
    return new PoolPolicy(budget, sr, "entropy", "none", 0, "a".repeat(64), 4, null, null, 0, null);
  }
}
