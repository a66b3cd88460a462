package io.winnow.descriptor.worker;

import io.winnow.descriptor.encoder.DegenerateImageException;
import io.winnow.descriptor.encoder.Describer;
import io.winnow.descriptor.image.DecodedImage;
import java.util.List;

/** What the worker needs of an encoder with its backbone. */
interface ImageEncoder {

  /** Identity of the encoder, carried by every descriptor. */
  String encoderId();

  /** How many threads may {@link #describe} at the same time; so many make the most of it. */
  int passes();

  /** Pixels as the backbone wants them. Thread-safe. */
  float[] prepare(DecodedImage image);

  /**
   * One vector of L2 norm 1 per image, in order. For {@link #passes} threads at a time.
   *
   * @throws DegenerateImageException for the first image that has no descriptor
   */
  float[][] describe(List<float[]> prepared);

  static ImageEncoder of(Describer describer) {
    String encoderId = describer.encoder().encoderId();
    return new ImageEncoder() {
      @Override
      public String encoderId() {
        return encoderId;
      }

      @Override
      public int passes() {
        return describer.backbone().passes();
      }

      @Override
      public float[] prepare(DecodedImage image) {
        return describer.prepare(image);
      }

      @Override
      public float[][] describe(List<float[]> prepared) {
        return describer.describe(prepared);
      }
    };
  }
}
