package io.winnow.integration;

import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.descriptor.image.IdxImages;
import java.io.IOException;

/** Real pictures: the demo's sample of Fashion-MNIST, as PNG files. */
final class FashionPictures {

  private final IdxImages images;

  private FashionPictures(IdxImages images) {
    this.images = images;
  }

  static FashionPictures load() throws IOException {
    return new FashionPictures(FashionSample.load().train().images());
  }

  /** A PNG file of 28 x 28 pixels. */
  byte[] png(int index) {
    return images.png(index);
  }
}
