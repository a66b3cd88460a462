package io.winnow.cli.publish;

import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.training.IdxImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import javax.imageio.ImageIO;

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
        String.format("%s-%06d", idPrefix, position),
        "image/png",
        null,
        () -> png(images.image(index)));
  }

  @Override
  public List<String> leftOut() {
    return List.of();
  }

  private static byte[] png(DecodedImage picture) throws IOException {
    int width = picture.width();
    int height = picture.height();
    byte[] grey = new byte[width * height];
    for (int pixel = 0; pixel < grey.length; pixel++) {
      grey[pixel] = picture.rgb()[3 * pixel];
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, grey);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", png)) {
      throw new IOException("this Java has no PNG writer");
    }
    return png.toByteArray();
  }
}
