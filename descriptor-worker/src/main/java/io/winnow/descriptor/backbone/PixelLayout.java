package io.winnow.descriptor.backbone;

import java.nio.FloatBuffer;

/** Turns batches between NHWC (channels last) and NCHW (channels first). */
final class PixelLayout {

  private PixelLayout() {}

  /** With one channel both layouts are the same and the array itself is returned. */
  static float[] toNchw(float[] nhwc, int n, int pixels, int channels) {
    if (channels == 1) {
      return nhwc;
    }
    float[] nchw = new float[n * pixels * channels];
    for (int image = 0; image < n; image++) {
      int base = image * pixels * channels;
      for (int p = 0; p < pixels; p++) {
        for (int c = 0; c < channels; c++) {
          nchw[base + c * pixels + p] = nhwc[base + p * channels + c];
        }
      }
    }
    return nchw;
  }

  static float[] toNhwc(FloatBuffer nchw, int n, int pixels, int channels) {
    float[] nhwc = new float[n * pixels * channels];
    float[] plane = new float[pixels];
    for (int image = 0; image < n; image++) {
      int base = image * pixels * channels;
      for (int c = 0; c < channels; c++) {
        nchw.get(plane);
        for (int p = 0; p < pixels; p++) {
          nhwc[base + p * channels + c] = plane[p];
        }
      }
    }
    return nhwc;
  }
}
