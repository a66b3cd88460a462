package io.winnow.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory with all that is in it. */
final class FileTree {

  /** RocksDB never changes a file of this kind. */
  private static final String SORTED_TABLE = ".sst";

  private FileTree() {}

  static void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  /** Deletes it, if it is there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Makes a copy that shares the tables of the databases in it. */
  static void link(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.toList();
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file));
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else if (file.toString().endsWith(SORTED_TABLE)) {
        Files.createLink(copy, file);
      } else {
        Files.copy(file, copy);
      }
    }
  }
}
