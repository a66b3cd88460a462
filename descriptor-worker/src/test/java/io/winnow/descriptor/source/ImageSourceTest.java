package io.winnow.descriptor.source;

import static io.winnow.descriptor.source.SourceFixtures.MAX_BYTES;
import static io.winnow.descriptor.source.SourceFixtures.at;
import static io.winnow.descriptor.source.SourceFixtures.inline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import io.winnow.schemas.ImageReceived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSourceTest {

  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir private Path dir;
  private Path root;
  private FetchingSource source;

  @BeforeEach
  void createRoot() throws IOException {
    root = Files.createDirectory(dir.resolve("root"));
    source = withRoot(Optional.of(root));
  }

  @Test
  void shouldReturnInlineBytesWithoutConsumingThem() throws Exception {
    ImageReceived image = inline(CONTENT);

    assertThat(source.fetch(image)).isEqualTo(CONTENT);
    assertThat(source.fetch(image)).isEqualTo(CONTENT);
  }

  @Test
  void shouldRejectWhenInlineBytesAreTooManyOrNone() {
    assertThat(reject(inline(new byte[MAX_BYTES + 1])).kind())
        .isEqualTo(RejectionKind.TOO_MANY_BYTES);
    assertThat(reject(inline(new byte[0]))).hasMessage("inline image is empty");
  }

  @Test
  void shouldRejectWhenBothOrNeitherOfUriAndBytesIsSet() {
    ImageReceived both =
        new ImageReceived("pool", "file:///x", ByteBuffer.wrap(CONTENT), null, null, Map.of());

    assertThat(reject(at(null))).hasMessage("neither uri nor bytes is set");
    assertThat(reject(both)).hasMessage("both uri and bytes are set");
    assertThat(reject(both).kind()).isEqualTo(RejectionKind.INVALID_SOURCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image.png", "ftp://bucket/image.png", "", "::", "data:;base64,AA"})
  void shouldRejectWhenSchemeIsMissingOrUnknown(String uri) {
    assertThat(reject(at(uri)).kind()).isEqualTo(RejectionKind.INVALID_SOURCE);
  }

  @Test
  void shouldReadFilesBelowTheRoot() throws Exception {
    Path file = Files.createDirectories(root.resolve("a b")).resolve("x.png");
    Files.write(file, CONTENT);

    assertThat(source.fetch(at(file.toUri().toString()))).isEqualTo(CONTENT);
  }

  @Test
  void shouldReadFilesWhenTheRootItselfIsALink() throws Exception {
    Path link = Files.createSymbolicLink(dir.resolve("link"), root);
    Files.write(root.resolve("x.png"), CONTENT);
    FetchingSource linked = withRoot(Optional.of(link));

    assertThat(linked.fetch(at(link.resolve("x.png").toUri().toString()))).isEqualTo(CONTENT);
    assertThat(linked.fetch(at(root.resolve("x.png").toUri().toString()))).isEqualTo(CONTENT);
  }

  @Test
  void shouldRefuseEveryFileWhenNoRootIsSet() {
    source = withRoot(Optional.empty());

    ImageRejectedException rejected = reject(at("file:///etc/passwd"));

    assertThat(rejected.kind()).isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
    assertThat(rejected)
        .hasMessage("file:///etc/passwd: no file may be read, file.root is not set");
  }

  @Test
  void shouldRefuseFilesOutsideTheRoot() throws IOException {
    Path outside = Files.write(dir.resolve("secret"), CONTENT);
    Path sibling = Files.createDirectory(dir.resolve("root-2")).resolve("secret");
    Files.write(sibling, CONTENT);
    Path link = Files.createSymbolicLink(root.resolve("link"), outside);

    assertForbidden(outside.toUri().toString());
    assertForbidden(sibling.toUri().toString());
    assertForbidden(link.toUri().toString());
    assertForbidden(root.toUri() + "../secret");
    assertForbidden(root.toUri() + "%2e%2e/secret");
    assertForbidden("FILE:///etc/passwd");
    assertForbidden("file:///does/not/exist");
  }

  @Test
  void shouldNotFollowALinkThatTakesADirectorysPlaceWhileReading() throws Exception {
    Path inside = Files.createDirectory(root.resolve("d"));
    Files.write(inside.resolve("x"), CONTENT);
    Path outside = Files.createDirectory(dir.resolve("outside"));
    Files.write(outside.resolve("x"), new byte[] {9});
    Path aside = root.resolve("aside");
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper =
        new Thread(
            () -> {
              try {
                while (!done.get()) {
                  Files.move(inside, aside);
                  Files.createSymbolicLink(inside, outside);
                  Files.delete(inside);
                  Files.move(aside, inside);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    FileSource files = new FileSource(root, MAX_BYTES);
    ImageAddress address = ImageAddress.parse(root.toUri() + "d/x");
    ByteBudget memory = new ByteBudget(MAX_BYTES, () -> {});
    swapper.start();

    int elsewhere = 0;
    List<byte[]> read = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      try {
        read.add(read(files, address, memory));
      } catch (ImageRejectedException | IOException e) {
        elsewhere++;
      }
    }
    done.set(true);
    swapper.join();

    assertThat(elsewhere).isPositive();
    assertThat(read).isNotEmpty().allMatch(content -> Arrays.equals(content, CONTENT));
  }

  private static byte[] read(FileSource files, ImageAddress address, ByteBudget memory)
      throws ImageRejectedException, IOException {
    try (ByteBudget.Lease lease = memory.lease()) {
      return files.read(address, lease);
    }
  }

  @Test
  void shouldRejectWhenFileIsAbsentOrNoFile() {
    assertThat(reject(at(root.toUri() + "none.png")).kind()).isEqualTo(RejectionKind.NOT_FOUND);
    assertThat(reject(at(root.toUri().toString())))
        .hasMessage(root.toUri() + " is not a regular file");
  }

  @Test
  void shouldRejectWhenFileIsTooLarge() throws IOException {
    Path file = Files.write(root.resolve("big"), new byte[MAX_BYTES + 1]);

    assertThat(reject(at(file.toUri().toString())).kind()).isEqualTo(RejectionKind.TOO_MANY_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:hunter2@h/x?sig=hunter2",
        "ftp://me:hunter2@h/x",
        "s3://b/k?sig=hunter2",
        "http://h/x?sig=hunter2",
        "http://h/x y?sig=hunter2",
        "file:///x?sig=hunter2"
      })
  void shouldNotRepeatPasswordsAndSignaturesInTheReason(String uri) {
    assertThat(reject(at(uri))).hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file://host/x", "file:x", "file:///a%00b", "file:///x?y=1"})
  void shouldRejectWhenFileUriIsNoPath(String uri) {
    assertThat(reject(at(uri)).kind()).isEqualTo(RejectionKind.INVALID_SOURCE);
  }

  @Test
  void shouldFailAtStartWhenSettingsAreWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withRoot(Optional.of(dir.resolve("none"))))
        .withMessageContaining("none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AllowedHosts(List.of("http://example.org/")))
        .withMessage("'http://example.org/' is neither host nor host:port");
  }

  private void assertForbidden(String uri) {
    assertThatExceptionOfType(ImageRejectedException.class)
        .isThrownBy(() -> source.fetch(at(uri)))
        .withMessage(uri + " is not below the allowed root (file.root)")
        .extracting(ImageRejectedException::kind)
        .isEqualTo(RejectionKind.FORBIDDEN_SOURCE);
  }

  private ImageRejectedException reject(ImageReceived image) {
    return catchThrowableOfType(ImageRejectedException.class, () -> source.fetch(image));
  }

  private static FetchingSource withRoot(Optional<Path> fileRoot) {
    return new FetchingSource(
        SourceFixtures.settings(fileRoot),
        SourceFixtures.fetching(),
        (failure, again) -> {
          throw new AssertionError("a file is not asked for twice: " + failure);
        });
  }
}
