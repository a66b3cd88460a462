package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;

class EncodedStreamTest {

  private final EncodedStream stream = new EncodedStream(new byte[] {1, 2, (byte) 0xff});

  @Test
  void shouldReadEveryByteAndThenTheEnd() throws Exception {
    byte[] some = new byte[5];

    assertThat(stream.length()).isEqualTo(3);
    assertThat(stream.read()).isEqualTo(1);
    assertThat(stream.read(some, 1, 4)).isEqualTo(2);
    assertThat(some).containsExactly(0, 2, 0xff, 0, 0);
    assertThat(stream.read()).isEqualTo(-1);
    assertThat(stream.read(some, 0, 5)).isEqualTo(-1);
  }

  @Test
  void shouldStopAReaderThatKeepsAskingAfterTheEnd() {
    assertThatExceptionOfType(IIOException.class)
        .isThrownBy(
            () -> {
              stream.seek(3);
              for (int i = 0; i < 10_000; i++) {
                assertThat(stream.read()).isEqualTo(-1);
              }
            })
        .withMessage("the data end early, after 3 bytes");
  }
}
