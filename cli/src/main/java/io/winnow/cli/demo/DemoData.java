package io.winnow.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the demo's stack keeps its data: a named directory that stays, or one that goes. */
final class DemoData implements AutoCloseable {
  private final Path directory;
  private final boolean temporary;

  private DemoData(Path directory, boolean temporary) {
    this.directory = directory;
    this.temporary = temporary;
  }

  /**
   * Makes the directory.
   *
   * @param named null: a temporary one
   * @throws IOException also if the named directory holds something: an earlier pool would mix with
   *     the demo's
   */
  static DemoData open(Path named) throws IOException {
    if (named == null) {
      return new DemoData(Files.createTempDirectory("winnow-demo-"), true);
    }
    Path directory = named.toAbsolutePath().normalize();
    Files.createDirectories(directory);
    try (Stream<Path> content = Files.list(directory)) {
      if (content.findAny().isPresent()) {
        throw new IllegalArgumentException(
            "--data-dir " + directory + " is not empty; the demo needs a fresh one");
      }
    }
    return new DemoData(directory, false);
  }

  Path directory() {
    return directory;
  }

  /** Deletes a temporary directory. */
  @Override
  public void close() throws IOException {
    if (!temporary || !Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> content = Files.walk(directory)) {
      deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
