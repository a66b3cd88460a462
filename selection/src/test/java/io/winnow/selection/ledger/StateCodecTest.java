package io.winnow.selection.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StateCodecTest {

  @Test
  void shouldGiveADescriptorBack() {
    Descriptor descriptor =
        new Descriptor(
            "e",
            new float[] {0.6f, -0.8f},
            new ImageReference(null, "ab", 3, 2),
            Map.of("k", "ü"),
            5);

    assertThat(StateCodec.readDescriptor(StateCodec.write(descriptor)))
        .usingRecursiveComparison()
        .isEqualTo(descriptor);
  }

  @Test
  void shouldRefuseStateOfAnotherVersion() {
    byte[] future = StateCodec.write(PoolCounts.NONE);
    future[0] = 99;

    assertThatThrownBy(() -> StateCodec.readCounts(future))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("state has format version 99, this software reads 2");
  }
}
