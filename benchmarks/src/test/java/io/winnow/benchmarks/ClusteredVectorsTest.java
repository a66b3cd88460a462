package io.winnow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusteredVectorsTest {

  @TempDir private Path directory;

  @Test
  void shouldWriteWhatNumPyReads() throws IOException {
    ClusteredVectors vectors = ClusteredVectors.of(50, 7);
    Path file = directory.resolve("vectors.npy");

    vectors.writeNpy(file);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertThat(bytes.position() % 64).isZero();
    assertThat(new String(header, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (50, 7), }")
        .endsWith(" \n");
    for (float[] vector : vectors.vectors()) {
      for (float entry : vector) {
        assertThat(bytes.getFloat()).isEqualTo(entry);
      }
    }
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void shouldRepeatItselfInOrderOfTheRanking() {
    assertThat(ClusteredVectors.of(30, 4).shortlist())
        .isEqualTo(ClusteredVectors.of(30, 4).shortlist());
  }
}
