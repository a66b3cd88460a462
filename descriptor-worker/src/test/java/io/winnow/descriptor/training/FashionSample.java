package io.winnow.descriptor.training;

import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.IdxImages;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** 160 real Fashion-MNIST images for tests. */
public final class FashionSample {

  private FashionSample() {}

  public static Path file() {
    try {
      return Path.of(
          FashionSample.class
              .getResource("/io/winnow/descriptor/fashion-mnist/images-idx3-ubyte.gz")
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static List<DecodedImage> images(int count) {
    try {
      IdxImages images = IdxImages.read(file());
      return IntStream.range(0, count).mapToObj(images::decoded).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
