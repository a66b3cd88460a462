package io.winnow.descriptor.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Pictures made on the spot. */
public final class TestImages {

  private TestImages() {}

  /** A picture of coloured noise, the same for the same arguments. */
  public static BufferedImage noise(int width, int height, int type, long seed) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xff000000 | random.nextInt(0x1000000));
      }
    }
    return image;
  }

  public static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException(
            "no writer of " + format + " for type " + image.getType());
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A small valid PNG. */
  public static byte[] png(long seed) {
    return encode(noise(16, 12, BufferedImage.TYPE_3BYTE_BGR, seed), "png");
  }

  /** A PNG of a few bytes whose header claims the given size. */
  public static byte[] pngClaiming(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    ByteBuffer png = ByteBuffer.allocate(8 + 4 + 17 + 4 + 12);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.putInt(13).put(header.array()).putInt(crc(header.array()));
    byte[] idat = "IDAT".getBytes(StandardCharsets.US_ASCII);
    png.putInt(0).put(idat).putInt(crc(idat));
    return png.array();
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** A PNG with one more chunk after its header. */
  public static byte[] withChunk(byte[] png, String name, byte[] content) {
    int header = 8 + 25;
    ByteBuffer out = ByteBuffer.allocate(png.length + 12 + content.length);
    out.put(png, 0, header).put(chunk(name, content)).put(png, header, png.length - header);
    return out.array();
  }

  /** A chunk of a PNG. */
  static byte[] chunk(String name, byte[] content) {
    ByteBuffer checked = ByteBuffer.allocate(4 + content.length);
    checked.put(name.getBytes(StandardCharsets.US_ASCII)).put(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(checked.array())
        .putInt(crc(checked.array()))
        .array();
  }

  /** So many zeros, deflated. */
  static byte[] deflatedZeros(long bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater();
    byte[] zeros = new byte[1 << 20];
    byte[] buffer = new byte[1 << 16];
    for (long left = bytes; left > 0; left -= zeros.length) {
      deflater.setInput(zeros, 0, (int) Math.min(left, zeros.length));
      while (!deflater.needsInput()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** A deflated TIFF whose samples are all 0. */
  public static byte[] tiffOfZeros(int width, int height, int bands, int bits) {
    byte[] strip = deflatedZeros((long) width * height * bands * bits / 8);
    return new Tiffs().page(width, height, bands, bits, strip).tag(259, 8).write();
  }
}
