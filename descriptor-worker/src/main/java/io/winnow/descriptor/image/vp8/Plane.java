package io.winnow.descriptor.image.vp8;

import java.util.Arrays;

/**
 * One of the three planes of a frame, whole macroblocks, with the border that prediction at the
 * frame's edge reads: 127 above, 129 to the left (RFC 6386, section 12.2).
 */
final class Plane {

  private static final byte ABOVE = 127;
  private static final byte LEFT = (byte) 129;
  private static final int RIGHT_OF_LAST = 4; // that subblocks of the first row look at

  final byte[] samples;
  final int stride;

  Plane(int width, int height) {
    stride = 1 + width + RIGHT_OF_LAST;
    samples = new byte[stride * (height + 1)];
    Arrays.fill(samples, 0, stride, ABOVE);
    for (int y = 1; y <= height; y++) {
      samples[y * stride] = LEFT;
    }
  }

  /** Index of a sample; -1 is the border. */
  int at(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  int get(int index) {
    return samples[index] & 0xff;
  }

  void set(int index, int value) {
    samples[index] = (byte) value;
  }

  /** Sets a sample to the nearest value that it can have. */
  void setClamped(int index, int value) {
    samples[index] = (byte) (value < 0 ? 0 : Math.min(value, 255));
  }
}
