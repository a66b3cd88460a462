package io.winnow.descriptor.encoder;

import java.util.List;

/** Joins prepared images into one batch. */
final class Batches {

  private Batches() {}

  static float[] join(List<float[]> images, int length) {
    float[] batch = new float[Math.multiplyExact(images.size(), length)];
    for (int i = 0; i < images.size(); i++) {
      float[] image = images.get(i);
      if (image.length != length) {
        throw new IllegalArgumentException(
            "image %d of the batch has %d values, the encoder's input has %d"
                .formatted(i, image.length, length));
      }
      System.arraycopy(image, 0, batch, i * length, length);
    }
    return batch;
  }
}
