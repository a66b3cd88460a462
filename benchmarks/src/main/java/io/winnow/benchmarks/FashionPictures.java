package io.winnow.benchmarks;

import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.IdxImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    return images.decoded(number % images.count());
  }

  byte[] png(int number) {
    return images.png(number % images.count());
  }
}
