package io.winnow.descriptor.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** A JPEG. Its reader gets the segments that pixels depend on and no others. */
final class JpegPicture implements EncodedPicture {

  private static final byte[] END = {(byte) 0xff, (byte) 0xd9};
  private static final int CMYK = 4;

  private final byte[] jpeg;
  private final JpegSegments segments;
  private final Consumer<Oddity> oddities;

  private JpegPicture(byte[] jpeg, Consumer<Oddity> oddities) throws IOException {
    this.jpeg = jpeg;
    this.segments = JpegSegments.of(jpeg);
    this.oddities = oddities;
  }

  static EncodedPicture of(byte[] jpeg, Consumer<Oddity> oddities) throws IOException {
    return new JpegPicture(jpeg, oddities);
  }

  @Override
  public Footprint footprint() {
    int bands = segments.components();
    // The reader's raster, and as a rule another one of three bands.
    long bytes = bands + 3L;
    if (segments.isProgressive()) {
      bytes += 2L * bands; // all coefficients
    } else if (segments.isLossless()) {
      bytes += 6L * bands; // ints, and shorts of them
    }
    return Footprint.of(segments.width(), segments.height(), bands, segments.bits(), bytes);
  }

  @Override
  public DecodedImage decode() throws IOException {
    if (PlainJpeg.is(jpeg)) {
      return read(ImageIoReader.of("jpeg").fromTheJdk(), jpeg);
    }
    Optional<byte[]> icc = segments.profile();
    if (segments.components() == CMYK) {
      return decodeCmyk(icc);
    }
    DecodedImage image = read(ImageIoReader.of("jpeg"), segments.essential());
    ColourProfile.Kind kind =
        segments.components() == 1 ? ColourProfile.Kind.GREY : ColourProfile.Kind.RGB;
    Profiles.apply(icc, kind, image.rgb(), oddities);
    return image;
  }

  /** The reader knows what to do with a profile of CMYK, and what without. */
  private DecodedImage decodeCmyk(Optional<byte[]> icc) throws IOException {
    ImageIoReader reader = ImageIoReader.of("jpeg");
    if (icc.isEmpty()) {
      return read(reader, segments.essential());
    }
    if (ColourProfile.of(icc.get(), ColourProfile.Kind.CMYK).isEmpty()) {
      oddities.accept(Oddity.PROFILE_IGNORED);
      return read(reader, segments.essential());
    }
    return read(reader, segments.withProfile());
  }

  /**
   * Readers end at the end marker, and take a file without one for truncated. With one they tell
   * whether pixels are missing, too.
   */
  private DecodedImage read(ImageIoReader reader, byte[] content) throws IOException {
    try {
      return PixelUnpacker.unpack(reader.read(content));
    } catch (TruncatedPictureException e) {
      byte[] ended = Arrays.copyOf(content, content.length + END.length);
      System.arraycopy(END, 0, ended, content.length, END.length);
      DecodedImage image = PixelUnpacker.unpack(reader.readEnded(ended));
      oddities.accept(Oddity.END_MISSING);
      return image;
    }
  }

  @Override
  public Orientation orientation() {
    return ExifOrientation.of(segments.exif());
  }
}
