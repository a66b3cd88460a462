package io.winnow.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.cli.console.CommandException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFilesTest {

  private static final String GIF = "GIF89a and what follows";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "a.jfif, image/jpeg, \u00ff\u00d8\u00ff\u00e0",
    "a.jpe, image/jpeg, \u00ff\u00d8\u00ff\u00e1",
    "IMG_0001, image/jpeg, \u00ff\u00d8\u00ff\u00db",
    "a.webp, image/webp, RIFF1234WEBPVP8L",
    "a.tif, image/tiff, 'II*\u0000'",
    "a.txt, image/tiff, 'MM\u0000*'",
    "a.btf, image/tiff, 'II+\u0000'",
    "a.dat, image/gif, GIF87a",
    "a.bmp, image/bmp, 'BM123456789012\u0028\u0000\u0000\u0000'"
  })
  void shouldTellPicturesByTheirBytesWhateverTheirNames(String name, String type, String content)
      throws IOException {
    Files.write(directory.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(PictureFiles.below(directory).pictures())
        .singleElement()
        .satisfies(
            picture -> {
              assertThat(picture.imageId()).isEqualTo(name);
              assertThat(picture.contentType()).isEqualTo(type);
            });
  }

  @ParameterizedTest
  @CsvSource({"a.jpg, just text", "a.png, ''", "BMW.txt, BMW builds cars in Munich"})
  void shouldLeaveOutWhatIsNoPictureWhateverItsName(String name, String content)
      throws IOException {
    Files.writeString(directory.resolve(name), content);
    Files.writeString(directory.resolve("good"), GIF);

    assertThat(PictureFiles.below(directory).others()).containsExactly(name);
  }

  @Test
  void shouldSkipAndNameWhatIsNoRegularFileOrCannotBeListed()
      throws IOException, InterruptedException {
    Path deep = Files.createDirectories(directory.resolve("deep"));
    Files.writeString(deep.resolve("good"), GIF);
    Files.createSymbolicLink(deep.resolve("up"), directory);
    Files.createSymbolicLink(deep.resolve("itself"), deep.resolve("itself"));
    Files.createSymbolicLink(deep.resolve("nowhere"), directory.resolve("missing"));
    assertThat(new ProcessBuilder("mkfifo", deep.resolve("pipe").toString()).start().waitFor())
        .isZero();
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(deep.resolve("socket")));

      PictureFiles files = PictureFiles.below(directory);

      assertThat(files.pictures()).singleElement().matches(p -> p.imageId().equals("deep/good"));
      assertThat(files.skipped())
          .containsExactlyInAnyOrder(
              new SkippedFile("deep/up", "a link that leads back to a directory above it"),
              new SkippedFile("deep/itself", "a link to nothing"),
              new SkippedFile("deep/nowhere", "a link to nothing"),
              new SkippedFile("deep/pipe", "not a regular file"),
              new SkippedFile("deep/socket", "not a regular file"));
    }
  }

  @Test
  void shouldPublishWhatIsLeftWhenFilesVanishAfterTheListing() throws IOException {
    for (String name : new String[] {"a", "b", "c"}) {
      Files.writeString(directory.resolve(name), GIF);
    }
    DirectoryFeed feed = new DirectoryFeed(directory, "p/", 100, OptionalLong.empty());
    Files.delete(directory.resolve("b"));

    assertThat(feed.next().imageId()).isEqualTo("p/a");
    assertThat(feed.next().imageId()).isEqualTo("p/c");
    assertThat(feed.next()).isNull();
    assertThat(feed.skipped())
        .containsExactly(new SkippedFile("b", "gone, or not readable any more"));
  }

  @Test
  void shouldReadNoMoreOfAFileThanARecordMayHold() throws IOException {
    Files.writeString(directory.resolve("a"), GIF);
    DirectoryFeed feed = new DirectoryFeed(directory, "", 10, OptionalLong.empty());

    assertThatThrownBy(() -> feed.next().content().read())
        .isInstanceOf(IOException.class)
        .hasMessage("has more than 10 bytes");
  }

  @Test
  void shouldSayInWordsThatADirectoryCannotBeListed() {
    assertThatThrownBy(() -> PictureFiles.below(directory.resolve("gone")))
        .isInstanceOf(CommandException.class)
        .hasMessage("cannot list " + directory.resolve("gone") + ": no such file or directory");
  }
}
