package io.winnow.cli.publish;

import io.winnow.cli.console.FileFault;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** What lies below a directory; what cannot be listed is noted, and the rest is listed. */
final class FolderListing {

  private final Path root;
  private final List<Path> files = new ArrayList<>();
  private final List<SkippedFile> skipped = new ArrayList<>();

  private FolderListing(Path root) {
    this.root = root;
  }

  /**
   * Walks a directory and those below it, through links.
   *
   * @throws IOException if the directory itself cannot be listed
   */
  static FolderListing of(Path root) throws IOException {
    FolderListing listing = new FolderListing(root);
    Files.walkFileTree(
        root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, listing.new Visitor());
    return listing;
  }

  /** Regular files, in order of their paths. */
  List<Path> files() {
    return files.stream().sorted().toList();
  }

  /** What cannot be listed or is no regular file. */
  List<SkippedFile> skipped() {
    return List.copyOf(skipped);
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        files.add(file);
      } else {
        skip(file, attributes.isSymbolicLink() ? "a link to nothing" : "not a regular file");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
      if (file.equals(root)) {
        throw error;
      }
      skip(file, FileFault.reason(error));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException error) {
      if (error != null) {
        skip(directory, FileFault.reason(error));
      }
      return FileVisitResult.CONTINUE;
    }

    private void skip(Path file, String reason) {
      skipped.add(new SkippedFile(FileIds.of(root, file), reason));
    }
  }
}
