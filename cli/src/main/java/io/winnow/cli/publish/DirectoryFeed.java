package io.winnow.cli.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The pictures below a directory, told by their content; ids are those of {@link FileIds}. */
final class DirectoryFeed implements ImageFeed {

  private final PictureFiles files;
  private final String idPrefix;
  private final int maxBytes;
  private final int size;
  private final List<SkippedFile> skipped;
  private int position;

  /**
   * @param idPrefix put before every id
   * @param maxBytes larger files are not read
   */
  DirectoryFeed(Path root, String idPrefix, int maxBytes, OptionalLong limit) {
    this.files = PictureFiles.below(root);
    this.idPrefix = idPrefix;
    this.maxBytes = maxBytes;
    this.size = Math.toIntExact(ImageFeed.limited(files.pictures().size(), limit));
    this.skipped = new ArrayList<>(files.skipped());
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Entry next() {
    while (position < size) {
      PictureFiles.Picture picture = files.pictures().get(position++);
      Path file = picture.file();
      if (Files.isReadable(file)) {
        return new Entry(
            idPrefix + picture.imageId(),
            picture.contentType(),
            file.toAbsolutePath().normalize().toUri().toString(),
            () -> read(file));
      }
      skipped.add(new SkippedFile(picture.imageId(), "gone, or not readable any more"));
    }
    return null;
  }

  @Override
  public List<String> leftOut() {
    return files.others();
  }

  @Override
  public List<SkippedFile> skipped() {
    return List.copyOf(skipped);
  }

  private byte[] read(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] content = input.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw new IOException("has more than %,d bytes".formatted(maxBytes));
      }
      return content;
    }
  }
}
