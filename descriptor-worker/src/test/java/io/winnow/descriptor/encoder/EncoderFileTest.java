package io.winnow.descriptor.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderFileTest {

  private final Encoder encoder = TestEncoders.withMean(0.25f, -0.5f);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() {
    file = directory.resolve("encoder.zip");
    EncoderFile.write(encoder, file);
  }

  @Test
  void shouldReadWhatItWrote() {
    Encoder read = EncoderFile.read(file);

    assertThat(read.encoderId()).isEqualTo(encoder.encoderId());
    assertThat(read.spec()).isEqualTo(encoder.spec());
    assertThat(read.fit()).isEqualTo(encoder.fit());
    assertThat(read.mean()).isEqualTo(encoder.mean());
    assertThat(read.components()).isEqualTo(encoder.components());
  }

  @Test
  void shouldWriteTheSameBytesForTheSameEncoder() throws IOException {
    Path again = directory.resolve("again.zip");
    EncoderFile.write(TestEncoders.withMean(0.25f, -0.5f), again);

    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void shouldWriteArraysInNumPysFormat() throws IOException {
    byte[] npy = entries().get("components.npy");

    assertThat(Arrays.copyOf(npy, 8)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    int headerLength = (npy[8] & 0xff) | (npy[9] & 0xff) << 8;
    assertThat((10 + headerLength) % 64).isZero();
    assertThat(new String(npy, 10, headerLength, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }")
        .endsWith(" \n");
    ByteBuffer data =
        ByteBuffer.wrap(npy, 10 + headerLength, 16).slice().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new float[] {data.getFloat(), data.getFloat(), data.getFloat(), data.getFloat()})
        .containsExactly(1, 0, 0, 1);
    assertThat(data.hasRemaining()).isFalse();
    assertThat(new String(entries().get("mean.npy"), 10, 100, StandardCharsets.US_ASCII))
        .contains("'shape': (2,), ");
  }

  @Test
  void shouldNameTheFileWhenItIsTruncatedAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    // The central directory after the last entry's data is not needed to read a stream.
    int lastData = lastDataByte(whole);
    for (int length = 0; length < lastData; length += 37) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> EncoderFile.read(file))
          .isInstanceOf(EncoderException.class)
          .hasMessageContaining(file.toString());
    }
  }

  private static int lastDataByte(byte[] zip) {
    String text = new String(zip, StandardCharsets.ISO_8859_1);
    return text.indexOf("PK\u0001\u0002") - 17;
  }

  @Test
  void shouldNameTheArrayThatIsMissing() throws IOException {
    rewrite(entries -> entries.remove("mean.npy"));

    assertThatThrownBy(() -> EncoderFile.read(file))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("mean.npy: missing")
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldNameTheArrayThatHasAnotherShape() throws IOException {
    rewrite(entries -> entries.put("components.npy", NpyArray.write(new float[2], 1, 2)));

    assertThatThrownBy(() -> EncoderFile.read(file))
        .hasMessageContaining("components.npy")
        .hasMessageContaining("(1, 2)")
        .hasMessageContaining("(2, 2)");
  }

  @Test
  void shouldNameWhatTheRecordOfTheFitMisses() throws IOException {
    String json = new String(entries().get("encoder.json"), StandardCharsets.UTF_8);
    String without = json.replaceFirst("\"algorithm\" : \"gram\",", "");
    assertThat(without).isNotEqualTo(json);
    rewrite(entries -> entries.put("encoder.json", without.getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> EncoderFile.read(file))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("encoder.json")
        .hasMessageContaining("fit.algorithm is missing")
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldNameTheEntryThatStandsInAnothersPlace() throws IOException {
    rewrite(
        entries -> {
          byte[] mean = entries.remove("mean.npy");
          entries.put("mean.npy", mean);
        });

    assertThatThrownBy(() -> EncoderFile.read(file))
        .hasMessageContaining("mean.npy: missing, found components.npy in its place");
  }

  @Test
  void shouldNotReadOnWhenAnEntryIsLargerThanItsShape() throws IOException {
    byte[] npy = entries().get("mean.npy");
    rewrite(entries -> entries.put("mean.npy", Arrays.copyOf(npy, 50_000_000)));

    assertThatThrownBy(() -> EncoderFile.read(file))
        .hasMessageContaining("mean.npy: has more than the 8 data bytes");
  }

  @Test
  void shouldRefuseAHugeJson() throws IOException {
    rewrite(entries -> entries.put("encoder.json", new byte[50_000_000]));

    assertThatThrownBy(() -> EncoderFile.read(file))
        .hasMessageContaining("encoder.json: is larger than 1048576 bytes");
  }

  @Test
  void shouldRefuseContentThatDoesNotGiveTheClaimedIdentity() throws IOException {
    rewrite(entries -> entries.put("mean.npy", NpyArray.write(new float[] {0.25f, 0.5f}, 2)));

    assertThatThrownBy(() -> EncoderFile.read(file))
        .hasMessageContaining("the file claims " + encoder.encoderId());
  }

  @Test
  void shouldRefuseValuesThatAreNotFinite() throws IOException {
    rewrite(entries -> entries.put("mean.npy", NpyArray.write(new float[] {Float.NaN, 0}, 2)));

    assertThatThrownBy(() -> EncoderFile.read(file)).hasMessageContaining("mean[0] is NaN");
  }

  @Test
  void shouldNameTheFileWhenItIsNoZip() throws IOException {
    Files.writeString(file, "hello");

    assertThatThrownBy(() -> EncoderFile.read(file))
        .isInstanceOf(EncoderException.class)
        .hasMessageContaining("encoder.zip");
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private void rewrite(Consumer<Map<String, byte[]>> change) throws IOException {
    Map<String, byte[]> entries = entries();
    change.accept(entries);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    Files.write(file, bytes.toByteArray());
  }
}
