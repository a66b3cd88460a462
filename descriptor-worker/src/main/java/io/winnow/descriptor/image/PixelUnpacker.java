package io.winnow.descriptor.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Brings any raster to interleaved 8-bit RGB. Transparent pixels are composited on white.
 *
 * <p>Grey samples are copied, not converted: Java's grey colour space is linear, and its conversion
 * to sRGB would brighten a picture that every other tool reads as sRGB grey.
 */
final class PixelUnpacker {

  private static final int WHITE = 255;

  private PixelUnpacker() {}

  static DecodedImage unpack(BufferedImage image) {
    return new DecodedImage(image.getWidth(), image.getHeight(), toRgb(image));
  }

  static byte[] toRgb(BufferedImage image) {
    ColorModel model = image.getColorModel();
    ColorSpace space = model.getColorSpace();
    if (space.getType() == ColorSpace.TYPE_GRAY) {
      return fromGrey(image.getRaster(), model);
    }
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && isWholeBuffer(image)) {
      return fromBgr(image);
    }
    if (!space.isCS_sRGB()) {
      return fromArgb(toSrgb(image));
    }
    return fromArgb(image);
  }

  private static boolean isWholeBuffer(BufferedImage image) {
    return image.getRaster().getDataBuffer().getSize() == 3 * image.getWidth() * image.getHeight()
        && image.getRaster().getSampleModel() instanceof PixelInterleavedSampleModel;
  }

  private static byte[] fromBgr(BufferedImage image) {
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = new byte[bgr.length];
    for (int i = 0; i < bgr.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
    return rgb;
  }

  // Whole-image conversion: a pixel at a time through the colour management takes seconds a
  // megapixel.
  private static BufferedImage toSrgb(BufferedImage image) {
    BufferedImage converted =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    return new ColorConvertOp(null).filter(image, converted);
  }

  private static byte[] fromArgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        rgb[to++] = onWhite((argb >> 16) & 0xff, alpha);
        rgb[to++] = onWhite((argb >> 8) & 0xff, alpha);
        rgb[to++] = onWhite(argb & 0xff, alpha);
      }
    }
    return rgb;
  }

  private static byte[] fromGrey(Raster raster, ColorModel model) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int greyMax = (1 << model.getComponentSize(0)) - 1;
    boolean hasAlpha = model.hasAlpha();
    int alphaMax = hasAlpha ? (1 << model.getComponentSize(1)) - 1 : WHITE;
    byte[] rgb = new byte[3 * width * height];
    int[] grey = new int[width];
    int[] alpha = new int[width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, grey);
      if (hasAlpha) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 1, alpha);
      }
      for (int x = 0; x < width; x++) {
        int value = toEightBits(grey[x], greyMax);
        byte level = onWhite(value, hasAlpha ? toEightBits(alpha[x], alphaMax) : WHITE);
        rgb[to++] = level;
        rgb[to++] = level;
        rgb[to++] = level;
      }
    }
    return rgb;
  }

  private static int toEightBits(int sample, int max) {
    return (sample * 255 + max / 2) / max;
  }

  private static byte onWhite(int level, int alpha) {
    return (byte) ((level * alpha + WHITE * (255 - alpha) + 127) / 255);
  }
}
