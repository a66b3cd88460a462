package io.winnow.benchmarks;

import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.training.IdxImages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Real pictures for a benchmark that needs more of them than a file has: it starts over. */
final class FashionPictures {

  private final IdxImages images;

  FashionPictures(Path idx) throws IOException {
    if (!Files.isRegularFile(idx)) {
      throw new BenchmarkException(
          idx
              + " is missing: install Debian's dataset-fashion-mnist, or name an IDX file by --idx");
    }
    images = IdxImages.read(idx);
  }

  DecodedImage picture(int number) {
    return images.image(number % images.count());
  }

  byte[] png(int number) {
    DecodedImage picture = picture(number);
    byte[] grey = new byte[picture.width() * picture.height()];
    for (int pixel = 0; pixel < grey.length; pixel++) {
      grey[pixel] = picture.rgb()[3 * pixel];
    }
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, picture.width(), picture.height(), grey);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", png)) {
        throw new BenchmarkException("this Java has no PNG writer");
      }
    } catch (IOException e) {
      throw new BenchmarkException("cannot write picture " + number + " as PNG", e);
    }
    return png.toByteArray();
  }
}
