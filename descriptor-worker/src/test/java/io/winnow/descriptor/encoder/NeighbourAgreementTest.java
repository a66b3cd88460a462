package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NeighbourAgreementTest {

  /** Image 0 ranks 1, 2, 3, 4. */
  private static final float[][] FALLING = {{1}, {0.9f}, {0.8f}, {0.7f}, {0.6f}};

  @Test
  void shouldAgreeFullyWithItself() {
    assertThat(NeighbourAgreement.of(FALLING, FALLING, 0, 2))
        .isEqualTo(new NeighbourAgreement(0, 1, 1));
  }

  @Test
  void shouldDisagreeFullyWhenTheRankingIsReversed() {
    float[][] rising = {{1}, {0.6f}, {0.7f}, {0.8f}, {0.9f}};

    assertThat(NeighbourAgreement.of(FALLING, rising, 0, 2))
        .isEqualTo(new NeighbourAgreement(0, 0, -1));
  }

  @Test
  void shouldGiveSpearmansRhoWhenTwoNeighboursChangePlaces() {
    float[][] swapped = {{1}, {0.9f}, {0.7f}, {0.8f}, {0.6f}};

    NeighbourAgreement agreement = NeighbourAgreement.of(FALLING, swapped, 0, 2);

    assertThat(agreement.overlap()).isEqualTo(0.5);
    assertThat(agreement.rankCorrelation()).isCloseTo(0.8, Offset.offset(1e-12));
  }

  @Test
  void shouldRefuseMoreNeighboursThanThereAre() {
    assertThatThrownBy(() -> NeighbourAgreement.of(FALLING, FALLING, 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 neighbours among 5");
  }
}
