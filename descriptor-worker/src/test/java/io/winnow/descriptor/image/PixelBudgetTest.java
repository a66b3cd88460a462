package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PixelBudgetTest {

  private static final int PIXEL = PixelBudget.BYTES_PER_PIXEL;

  private final PixelBudget budget = new PixelBudget(100);

  @Test
  void shouldCountWhatLeasesHold() throws Exception {
    try (PixelBudget.Lease one = budget.lease();
        PixelBudget.Lease other = budget.lease()) {
      one.take(30L * PIXEL);
      other.take(50L * PIXEL);

      assertThat(budget.inHand()).isEqualTo(80);
    }
    assertThat(budget.inHand()).isZero();
  }

  @Test
  void shouldLetALargerPictureInAlone() throws Exception {
    try (PixelBudget.Lease lease = budget.lease()) {
      lease.take(5_000_000_000L);

      assertThat(budget.inHand()).isEqualTo(100);
    }
    assertThat(budget.inHand()).isZero();
  }

  @Test
  void shouldWaitUntilThereIsRoom() throws Exception {
    CompletableFuture<Integer> second = new CompletableFuture<>();
    Thread waiting;
    try (PixelBudget.Lease first = budget.lease()) {
      first.take(60L * PIXEL);
      waiting =
          new Thread(
              () -> {
                try (PixelBudget.Lease lease = budget.lease()) {
                  lease.take(60L * PIXEL);
                  second.complete(budget.inHand());
                } catch (InterruptedException e) {
                  second.completeExceptionally(e);
                }
              });
      waiting.start();
      while (waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(second).isNotDone();
      assertThat(budget.inHand()).isEqualTo(60);
    }
    assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(60);
    waiting.join();
    assertThat(budget.inHand()).isZero();
  }

  @Test
  void shouldHoldNothingWhenInterruptedWhileWaiting() throws Exception {
    try (PixelBudget.Lease first = budget.lease()) {
      first.take(100L * PIXEL);
      Thread.currentThread().interrupt();
      try (PixelBudget.Lease second = budget.lease()) {
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> second.take(1));
      }
      assertThat(budget.inHand()).isEqualTo(100);
    }
    assertThat(budget.inHand()).isZero();
  }

  @Test
  void shouldCountByBytesAndRoundUp() throws Exception {
    try (PixelBudget.Lease lease = budget.lease()) {
      lease.take(2 * PIXEL + 1);

      assertThat(budget.inHand()).isEqualTo(3);
    }
  }

  @Test
  void shouldRefuseToTakeTwice() throws Exception {
    try (PixelBudget.Lease lease = budget.lease()) {
      lease.take(1);

      assertThatIllegalStateException().isThrownBy(() -> lease.take(1));
    }
  }

  @Test
  void shouldGiveBackWhenDecodingFails() throws Exception {
    byte[] broken = TestImages.pngClaiming(9, 9);
    try (PixelBudget.Lease lease = budget.lease()) {
      assertThatExceptionOfType(ImageRejectedException.class)
          .isThrownBy(() -> new ImageDecoder(1_000).decode(broken, lease));
    }
    assertThat(budget.inHand()).isZero();
  }
}
