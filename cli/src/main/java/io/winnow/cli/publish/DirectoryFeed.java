package io.winnow.cli.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The pictures below a directory; their relative paths are their image ids. A picture is told by
 * its extension here; the worker trusts the bytes alone.
 */
final class DirectoryFeed implements ImageFeed {

  private final PictureFiles files;
  private final int size;
  private int position;

  DirectoryFeed(Path root, OptionalLong limit) {
    this.files = PictureFiles.below(root);
    this.size = Math.toIntExact(ImageFeed.limited(files.pictures().size(), limit));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Entry next() {
    if (position == size) {
      return null;
    }
    Path file = files.pictures().get(position++);
    return new Entry(
        files.relative(file),
        PictureFiles.contentType(file),
        file.toAbsolutePath().normalize().toUri().toString(),
        () -> Files.readAllBytes(file));
  }

  @Override
  public List<String> leftOut() {
    return files.others();
  }
}
