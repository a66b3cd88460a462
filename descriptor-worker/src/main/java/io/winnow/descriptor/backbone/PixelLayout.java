package io.winnow.descriptor.backbone;

import java.nio.FloatBuffer;

/** Turns batches between NHWC (channels last) and NCHW (channels first). */
final class PixelLayout {

  private PixelLayout() {}

  /** Appends one HWC image, channel by channel. */
  static void putChw(float[] hwc, int channels, FloatBuffer chw) {
    if (channels == 1) {
      chw.put(hwc);
      return;
    }
    float[] plane = new float[hwc.length / channels];
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < plane.length; p++) {
        plane[p] = hwc[p * channels + c];
      }
      chw.put(plane);
    }
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
