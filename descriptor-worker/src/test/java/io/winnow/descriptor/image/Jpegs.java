package io.winnow.descriptor.image;

import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEGs of uncommon kinds, made on the spot. */
final class Jpegs {

  private static final int APP1 = 0xffe1;
  private static final int APP2 = 0xffe2;
  private static final int APP14 = 0xffee;

  private Jpegs() {}

  /** A flat CMYK JPEG as picture editors write it: an Adobe marker (APP14), ink inverted. */
  static byte[] cmyk(int cyan, int magenta, int yellow, int black) {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        raster.setPixel(x, y, new int[] {255 - cyan, 255 - magenta, 255 - yellow, 255 - black});
      }
    }
    return withAdobe(write(new IIOImage(raster, null, null), false));
  }

  /** A JPEG whose coefficients come in several scans (SOF2). */
  static byte[] progressive(BufferedImage image) {
    return write(new IIOImage(image, null, null), true);
  }

  /** With an Adobe marker that says "no transform", which is RGB where there are three channels. */
  static byte[] withAdobe(byte[] jpeg) {
    return withSegment(jpeg, APP14, "Adobe", new byte[] {0, 100, 0, 0, 0, 0, 0});
  }

  /** With an ICC profile. */
  static byte[] withProfile(byte[] jpeg, int colorSpace) {
    byte[] profile = ICC_Profile.getInstance(colorSpace).getData();
    ByteBuffer only = ByteBuffer.allocate(2 + profile.length);
    only.put((byte) 1).put((byte) 1).put(profile);
    return withSegment(jpeg, APP2, "ICC_PROFILE\0", only.array());
  }

  /** With EXIF, which is a TIFF's structure. */
  static byte[] withExif(byte[] jpeg, byte[] exif) {
    return withSegment(jpeg, APP1, "Exif\0\0", exif);
  }

  /** With a segment after the start marker. */
  static byte[] withSegment(byte[] jpeg, int marker, String name, byte[] data) {
    byte[] start = name.getBytes(StandardCharsets.US_ASCII);
    int length = 2 + start.length + data.length;
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 2 + length);
    out.put(jpeg, 0, 2).putShort((short) marker).putShort((short) length).put(start).put(data);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  private static byte[] write(IIOImage image, boolean progressive) {
    ImageWriter writer = writer();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(output);
      writer.write(null, image, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static ImageWriter writer() {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    ImageWriter writer = writers.next();
    while (!writer.canWriteRasters()) {
      writer = writers.next();
    }
    return writer;
  }
}
