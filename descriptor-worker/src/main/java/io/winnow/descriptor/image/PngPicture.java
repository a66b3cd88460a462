package io.winnow.descriptor.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.IIOException;

/**
 * A PNG, of an animated one the still picture. Its reader gets nothing but the chunks that pixels
 * depend on, so others cannot make it fail or take memory.
 */
final class PngPicture implements EncodedPicture {

  private static final int SIGNATURE_BYTES = 8;
  private static final int CHUNK_OVERHEAD = 12; // length, name, checksum
  private static final int HEADER_BYTES = 13;
  private static final int GREY = 0;
  private static final int COLOUR = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int COLOUR_ALPHA = 6;
  private static final byte[] NO_PROFILE = {};

  private final byte[] pixels;
  private final Footprint footprint;
  private final boolean grey;
  private final Optional<byte[]> profile;
  private final Optional<byte[]> exif;
  private final int significantBits;
  private final Consumer<Oddity> oddities;

  private PngPicture(byte[] png, Consumer<Oddity> oddities) throws IOException {
    this.oddities = oddities;
    ByteBuffer file = ByteBuffer.wrap(png);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(png.length);
    kept.write(png, 0, SIGNATURE_BYTES);
    byte[] header = null;
    Optional<byte[]> foundProfile = Optional.empty();
    Optional<byte[]> foundExif = Optional.empty();
    int bits = 0;
    int at = SIGNATURE_BYTES;
    boolean end = false;
    while (!end && at + CHUNK_OVERHEAD - 4 <= png.length) {
      long length = Integer.toUnsignedLong(file.getInt(at));
      String name = new String(png, at + 4, 4, StandardCharsets.ISO_8859_1);
      int content = at + 8;
      int contentEnd = (int) Math.min(png.length, content + length);
      switch (name) {
        case "IHDR" ->
            header = header == null ? Arrays.copyOfRange(png, content, contentEnd) : header;
        case "iCCP" -> foundProfile = Optional.of(inflateProfile(png, content, contentEnd));
        case "eXIf" -> foundExif = Optional.of(Arrays.copyOfRange(png, content, contentEnd));
        case "sBIT" -> bits = contentEnd > content ? png[content] & 0xff : 0;
        case "IEND" -> end = true;
        default -> {
          // Pixels, or nothing that they depend on.
        }
      }
      int next = (int) Math.min(png.length, content + length + 4);
      if (name.equals("IHDR")
          || name.equals("PLTE")
          || name.equals("tRNS")
          || name.equals("IDAT")) {
        kept.write(png, at, next - at);
      }
      at = next;
    }
    kept.writeBytes(
        new byte[] {0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82});
    if (header == null || header.length < HEADER_BYTES) {
      throw new IIOException("the PNG has no header");
    }
    this.pixels = kept.toByteArray();
    this.profile = foundProfile;
    this.exif = foundExif;
    this.significantBits = bits;
    this.footprint = footprint(ByteBuffer.wrap(header));
    this.grey = header[9] == GREY || header[9] == GREY_ALPHA;
  }

  static EncodedPicture of(byte[] png, Consumer<Oddity> oddities) throws IOException {
    return new PngPicture(png, oddities);
  }

  private static Footprint footprint(ByteBuffer header) throws IIOException {
    int width = header.getInt(0);
    int height = header.getInt(4);
    int bits = header.get(8);
    int bands =
        switch (header.get(9)) {
          case GREY, PALETTE -> 1;
          case COLOUR -> 3;
          case GREY_ALPHA -> 2;
          case COLOUR_ALPHA -> 4;
          default -> throw new IIOException("the PNG has colours of type " + header.get(9));
        };
    if (width < 1 || height < 1) {
      throw new IIOException("the PNG is %dx%d".formatted(width, height));
    }
    // Three rows for filtering, and a band of alpha more where one colour is transparent.
    long rows = 3L * width * (bands + 1) * 2;
    Footprint whole = Footprint.of(width, height, bands, bits, (bands + 1L) * (bits > 8 ? 2 : 1));
    return new Footprint(width, height, bands, bits, whole.pixels(), whole.bytes() + rows);
  }

  /** Name, zero, method, deflated profile. Empty if it is broken or too large to be one. */
  private static byte[] inflateProfile(byte[] png, int start, int end) {
    int at = start;
    while (at < end && png[at] != 0) {
      at++;
    }
    at += 2;
    if (at >= end) {
      return NO_PROFILE;
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(png, at, end - at);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 14];
      while (!inflater.finished() && out.size() <= ColourProfile.MAX_BYTES) {
        int count = inflater.inflate(buffer);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          return NO_PROFILE;
        }
        out.write(buffer, 0, count);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      return NO_PROFILE;
    } finally {
      inflater.end();
    }
  }

  @Override
  public Footprint footprint() {
    return footprint;
  }

  @Override
  public DecodedImage decode() throws IOException {
    BufferedImage image = ImageIoReader.of("png").read(pixels);
    if (image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT && footprint.bits() > 8) {
      ShortSamples.stretch(
          image.getRaster(), image.getColorModel().getNumColorComponents(), significantBits);
    }
    byte[] rgb = PixelUnpacker.toRgb(image);
    ColourProfile.Kind kind = grey ? ColourProfile.Kind.GREY : ColourProfile.Kind.RGB;
    Profiles.apply(profile, kind, rgb, oddities);
    return new DecodedImage(image.getWidth(), image.getHeight(), rgb);
  }

  @Override
  public Orientation orientation() {
    return ExifOrientation.of(exif);
  }
}
