package io.winnow.cli.publish;

import io.winnow.descriptor.image.IdxImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The grey pictures of an IDX file, as PNG with ids {@code PREFIX-000001}, {@code PREFIX-000002}, …
 */
final class IdxFeed implements ImageFeed {

  private final IdxImages images;
  private final String idPrefix;
  private final int size;
  private int position;

  /**
   * Reads the file.
   *
   * @throws IOException naming the file if it is no IDX file of pictures or is cut off
   */
  IdxFeed(Path file, String idPrefix, OptionalLong limit) throws IOException {
    this.images = IdxImages.read(file);
    this.idPrefix = idPrefix;
    this.size = Math.toIntExact(ImageFeed.limited(images.count(), limit));
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
    int index = position++;
    return new Entry(
        String.format("%s-%06d", idPrefix, position), "image/png", null, () -> images.png(index));
  }

  @Override
  public List<String> leftOut() {
    return List.of();
  }

  @Override
  public List<SkippedFile> skipped() {
    return List.of();
  }
}
