package io.winnow.selection.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassBalanceTest {

  @Test
  void shouldCountWhatIsPredicted() {
    assertThat(ClassBalance.of(Arrays.asList("b", null, "a", "b")).counts())
        .containsExactly(Map.entry("a", 1), Map.entry("b", 2));
  }

  @Test
  void shouldHaveTheEntropyOfItsShares() {
    assertThat(ClassBalance.of(List.of("a", "b")).entropy()).hasValue(StrictMath.log(2));
    assertThat(ClassBalance.of(List.of("a", "a")).entropy()).hasValue(0.0);
    assertThat(ClassBalance.of(List.of()).entropy()).isEmpty();
  }
}
