package io.winnow.descriptor.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarImagesTest {

  private static final int RECORD = 1 + 3 * 1024;

  @TempDir Path directory;

  @Test
  void shouldReadLabelsAndPlanesPackedOrNot() throws IOException {
    byte[] records = new byte[2 * RECORD];
    records[RECORD] = 7;
    records[RECORD + 1 + 33] = 1; // red of row 1, column 1
    records[RECORD + 1 + 1024 + 33] = 2;
    records[RECORD + 1 + 2048 + 33] = (byte) 200;
    Path plain = Files.write(directory.resolve("batch.bin"), records);
    Path packed = directory.resolve("batch.bin.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(records);
    }

    for (Path file : new Path[] {plain, packed}) {
      assertThat(CifarImages.isNamed(file)).isTrue();
      CifarImages images = CifarImages.read(file);
      assertThat(images.count()).isEqualTo(2);
      assertThat(images.label(1)).isEqualTo(7);
      assertThat(images.decoded(1).rgb())
          .startsWith(new byte[3 * 33])
          .containsSequence(1, 2, (byte) 200);
      assertThat(images.decoded(1).rgb()[3 * 33]).isEqualTo((byte) 1);
    }
  }

  @Test
  void shouldNameAFileThatIsCutOffOrMissing() throws IOException {
    Path cut = Files.write(directory.resolve("cut.bin"), new byte[RECORD - 1]);

    assertThatThrownBy(() -> CifarImages.read(cut))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("cut.bin", "3072 bytes", "3073");
    assertThatThrownBy(() -> CifarImages.read(directory.resolve("none.bin")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such file");
  }
}
