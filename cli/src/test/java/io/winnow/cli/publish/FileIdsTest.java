package io.winnow.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.topic.Keys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileIdsTest {

  private static final int PATHS = 100_000;

  /** What escapes are made of, what has to be escaped, and parts of characters. */
  private static final int[] BYTES = {
    '%', '%', '2', '5', 'F', 'f', '/', 'a', 0x0A, 0x7F, 0xC2, 0x80, 0x85, 0xC3, 0xA4, 0xE4, 0xED,
    0xA0, 0xF0, 0x9F, 0x98, 0x80, 0xFF
  };

  @TempDir private Path directory;

  /** An id that tells its path is no other path's. */
  @Test
  void shouldTellEveryPathByItsId() {
    Random random = new Random(17);
    for (int i = 0; i < PATHS; i++) {
      byte[] path = new byte[1 + random.nextInt(12)];
      for (int j = 0; j < path.length; j++) {
        path[j] = (byte) BYTES[random.nextInt(BYTES.length)];
      }
      String id = FileIds.of(path);
      assertThat(pathOf(id)).as("path of %s, seed 17, number %d", id, i).isEqualTo(path);
      assertThat(Keys.checkImageId(id)).isEqualTo(id);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a.jpg, a.jpg",
    "day1/IMG_0001.jpg, day1/IMG_0001.jpg",
    "100%.png, 100%.png",
    "a%41.png, a%2541.png",
    "größe €.webp, größe €.webp"
  })
  void shouldKeepNamesThatNeedNoEscape(String path, String id) {
    assertThat(FileIds.of(path.getBytes(StandardCharsets.UTF_8))).isEqualTo(id);
  }

  @Test
  void shouldReadTheNamesOfFilesByTheirBytesWhateverTheLocale() throws IOException {
    List<String> names = List.of("gr%C3%B6sse", "gr%F6sse", "gr%E4sse", "gr%C3%A4sse", "a%2541");
    for (String name : names) {
      Files.createFile(Path.of(URI.create(directory.toUri() + name)));
    }

    List<String> ids =
        FolderListing.of(directory).files().stream()
            .map(file -> FileIds.of(directory, file))
            .toList();

    assertThat(ids).containsExactlyInAnyOrder("grösse", "gr%F6sse", "gr%E4sse", "grässe", "a%2541");
  }

  private static byte[] pathOf(String id) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      String escape =
          new String(
              Arrays.copyOfRange(bytes, i, Math.min(i + 3, bytes.length)),
              StandardCharsets.ISO_8859_1);
      if (escape.matches("(?s)%[0-9A-Fa-f]{2}")) {
        path.write(Integer.parseInt(escape.substring(1), 16));
        i += 2;
      } else {
        path.write(bytes[i]);
      }
    }
    return path.toByteArray();
  }
}
