package io.winnow.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPathTest {

  @TempDir private Path directory;

  @Test
  void shouldTakeAFileThatIsThereAndOneThatIsNotAndWriteNothing() throws IOException {
    Path there = Files.writeString(directory.resolve("there"), "kept");
    Path next = directory.resolve("next");

    assertThatCode(() -> OutputPath.requireFile("--out", there)).doesNotThrowAnyException();
    assertThatCode(() -> OutputPath.requireFile("--out", next)).doesNotThrowAnyException();
    assertThatCode(() -> OutputPath.requireFile("--out", Path.of("relative")))
        .doesNotThrowAnyException();

    assertThat(there).hasContent("kept");
    assertThat(next).doesNotExist();
  }

  @Test
  void shouldRefuseADirectoryAndAFileInNoDirectory() throws IOException {
    Path missing = directory.resolve("missing");
    Path file = Files.createFile(directory.resolve("file"));

    assertRefused(() -> OutputPath.requireFile("--out", directory), "--out " + directory + " is a");
    assertRefused(
        () -> OutputPath.requireFile("--out", missing.resolve("a.zip")),
        "there is no directory " + missing);
    assertRefused(
        () -> OutputPath.requireFile("--out", file.resolve("a.zip")),
        "there is no directory " + file);
  }

  @Test
  void shouldMakeADirectoryAndSayWhyItCannot() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path made = directory.resolve("a/b");

    OutputPath.requireDirectory("--out DIR", made, "summary.json");

    assertThat(made).isEmptyDirectory();
    assertRefused(
        () -> OutputPath.requireDirectory("--out DIR", file),
        file + " cannot be made: exists already; --out DIR names another");
    assertRefused(
        () -> OutputPath.requireDirectory("--out DIR", file.resolve("deep")),
        file.resolve("deep") + " cannot be made: ");
    Files.createDirectories(made.resolve("summary.json"));
    assertRefused(
        () -> OutputPath.requireDirectory("--out DIR", made, "summary.json"),
        made.resolve("summary.json") + " cannot be written");
  }

  @Test
  void shouldRefuseWhatThisUserMayNotWrite() throws IOException {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed), "this user may write everywhere");

    assertRefused(
        () -> OutputPath.requireFile("--out", closed.resolve("a.zip")),
        "no right to write, or a read-only file system");
    assertRefused(
        () -> OutputPath.requireDirectory("--out DIR", closed),
        closed + " cannot be written: no right to write, or a read-only file system; --out DIR");
  }

  private static void assertRefused(Runnable check, String reason) {
    assertThatThrownBy(check::run)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(reason);
  }
}
