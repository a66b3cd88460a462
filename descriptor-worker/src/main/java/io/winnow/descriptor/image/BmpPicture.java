package io.winnow.descriptor.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javax.imageio.IIOException;

/** A Windows or OS/2 bitmap. */
final class BmpPicture implements EncodedPicture {

  private static final int FILE_HEADER = 14;
  private static final int OS2_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int V4_HEADER = 108;
  private static final int V5_HEADER = 124;
  private static final int COMPRESSION = FILE_HEADER + 16;
  private static final int COLOUR_SPACE = FILE_HEADER + 56;
  private static final int PROFILE_OFFSET = FILE_HEADER + 112;
  private static final int PROFILE_SIZE = FILE_HEADER + 116;
  private static final int SRGB = 0x73524742;
  private static final int EMBEDDED = 0x4d424544;
  private static final int EMBEDDED_JPEG = 4;
  private static final int EMBEDDED_PNG = 5;

  private final byte[] bmp;
  private final Footprint footprint;
  private final Optional<byte[]> profile;
  private final Consumer<Oddity> oddities;

  private BmpPicture(byte[] encoded, Consumer<Oddity> oddities) throws IOException {
    this.oddities = oddities;
    ByteBuffer file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = encoded.length >= FILE_HEADER + 4 ? file.getInt(FILE_HEADER) : 0;
    boolean os2 = headerBytes == OS2_HEADER;
    if (headerBytes < OS2_HEADER
        || encoded.length < FILE_HEADER + (os2 ? OS2_HEADER : INFO_HEADER)) {
      throw new IIOException("the BMP ends in its header");
    }
    int width = os2 ? file.getShort(18) & 0xffff : file.getInt(18);
    int height = os2 ? file.getShort(20) & 0xffff : Math.abs(file.getInt(22));
    int bits = file.getShort(os2 ? 24 : 28) & 0xffff;
    if (width < 1 || height < 1) {
      throw new IIOException("the BMP is %dx%d".formatted(width, height));
    }
    if (!os2) {
      int compression = file.getInt(COMPRESSION);
      if (compression == EMBEDDED_JPEG || compression == EMBEDDED_PNG) {
        throw new IIOException("a BMP that holds a JPEG or PNG is not supported");
      }
    }
    this.footprint = Footprint.of(width, height, Math.max(1, bits / 8), Math.min(bits, 8), 4 + 4);
    this.profile = headerBytes == V5_HEADER ? embeddedProfile(file) : Optional.empty();
    this.bmp = headerBytes >= V4_HEADER ? withoutProfile(encoded) : encoded;
  }

  static EncodedPicture of(byte[] bmp, Consumer<Oddity> oddities) throws IOException {
    return new BmpPicture(bmp, oddities);
  }

  private static Optional<byte[]> embeddedProfile(ByteBuffer file) {
    if (file.limit() < FILE_HEADER + V5_HEADER || file.getInt(COLOUR_SPACE) != EMBEDDED) {
      return Optional.empty();
    }
    long start = FILE_HEADER + Integer.toUnsignedLong(file.getInt(PROFILE_OFFSET));
    long end = start + Integer.toUnsignedLong(file.getInt(PROFILE_SIZE));
    return Optional.of(
        end <= file.limit()
            ? Arrays.copyOfRange(file.array(), (int) start, (int) end)
            : new byte[0]);
  }

  /** The reader would take memory for a profile as large as the header says. */
  private static byte[] withoutProfile(byte[] encoded) {
    if (encoded.length < COLOUR_SPACE + 4) {
      return encoded;
    }
    byte[] copy = encoded.clone();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(COLOUR_SPACE, SRGB);
    return copy;
  }

  @Override
  public Footprint footprint() {
    return footprint;
  }

  @Override
  public DecodedImage decode() throws IOException {
    DecodedImage image = PixelUnpacker.unpack(ImageIoReader.of("bmp").read(bmp));
    Profiles.apply(profile, ColourProfile.Kind.RGB, image.rgb(), oddities);
    return image;
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }
}
