package io.winnow.descriptor.image.vp8;

/**
 * A decoded frame: a plane of luma, two of chroma at half its width and height. Converts them to
 * RGB as libwebp does, chroma interpolated ("fancy upsampling"), to the bit.
 */
public final class KeyFrame {

  private final int width;
  private final int height;
  private final Plane luma;
  private final Plane u;
  private final Plane v;

  KeyFrame(int width, int height, Plane luma, Plane u, Plane v) {
    this.width = width;
    this.height = height;
    this.luma = luma;
    this.u = u;
    this.v = v;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  Plane luma() {
    return luma;
  }

  Plane u() {
    return u;
  }

  Plane v() {
    return v;
  }

  /** Interleaved 8-bit RGB, row by row. */
  public byte[] toRgb() {
    byte[] rgb = new byte[3 * width * height];
    int[] rowU = new int[width];
    int[] rowV = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      upsample(u, y, rowU);
      upsample(v, y, rowV);
      int at = luma.at(0, y);
      for (int x = 0; x < width; x++) {
        int level = scaled(luma.get(at + x), 19_077);
        rgb[to++] = clamp(level + scaled(rowV[x], 26_149) - 14_234);
        rgb[to++] = clamp(level - scaled(rowU[x], 6_419) - scaled(rowV[x], 13_320) + 8_708);
        rgb[to++] = clamp(level + scaled(rowU[x], 33_050) - 17_685);
      }
    }
    return rgb;
  }

  /** Nine sixteenths of the nearest sample, three of each of its neighbours, one of the fourth. */
  private void upsample(Plane chroma, int y, int[] row) {
    int nearRow = y / 2;
    int rows = (height + 1) / 2;
    int farRow = Math.max(0, Math.min(nearRow + (y % 2 == 0 ? -1 : 1), rows - 1));
    int near = chroma.at(0, nearRow);
    int far = chroma.at(0, farRow);
    row[0] = (3 * chroma.get(near) + chroma.get(far) + 2) >> 2;
    int last = (width - 1) / 2;
    for (int x = 1; x <= last; x++) {
      int nearLeft = chroma.get(near + x - 1);
      int nearRight = chroma.get(near + x);
      int farLeft = chroma.get(far + x - 1);
      int farRight = chroma.get(far + x);
      int sum = nearLeft + nearRight + farLeft + farRight + 8;
      row[2 * x - 1] = (((sum + 2 * (nearRight + farLeft)) >> 3) + nearLeft) >> 1;
      row[2 * x] = (((sum + 2 * (nearLeft + farRight)) >> 3) + nearRight) >> 1;
    }
    if (width % 2 == 0) {
      row[width - 1] = (3 * chroma.get(near + last) + chroma.get(far + last) + 2) >> 2;
    }
  }

  private static int scaled(int sample, int factor) {
    return (sample * factor) >> 8;
  }

  private static byte clamp(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value >> 6, 255));
  }
}
