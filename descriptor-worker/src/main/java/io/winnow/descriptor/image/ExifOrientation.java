package io.winnow.descriptor.image;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the orientation in a JPEG's, WebP's or TIFF's metadata. Broken metadata leaves the picture
 * as it is stored: viewers do the same, and the pixels are not to blame.
 */
final class ExifOrientation {

  private static final byte[] EXIF_PREFIX = {'E', 'x', 'i', 'f', 0, 0};

  private ExifOrientation() {}

  /**
   * Reads the orientation.
   *
   * @param format lower-case name: jpeg, webp, tiff, or any other for pictures without one
   */
  static Orientation of(String format, byte[] encoded) {
    try {
      return switch (format) {
        case "jpeg" -> inTiff(exifOfJpeg(encoded));
        case "webp" -> inTiff(WebpChunks.of(encoded).exif());
        case "tiff" -> inTiff(Optional.of(encoded));
        default -> Orientation.UPRIGHT;
      };
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The last one by directories within directories, which the reader follows by recursion.
      return Orientation.UPRIGHT;
    }
  }

  private static Optional<byte[]> exifOfJpeg(byte[] jpeg) throws IOException {
    try (ByteArrayImageInputStream input = new ByteArrayImageInputStream(jpeg)) {
      List<JPEGSegment> exif = JPEGSegmentUtil.readSegments(input, JPEG.APP1, "Exif");
      return exif.isEmpty()
          ? Optional.empty()
          : Optional.of(exif.get(0).segmentData().readAllBytes());
    }
  }

  private static Orientation inTiff(Optional<byte[]> tiff) throws IOException {
    if (tiff.isEmpty()) {
      return Orientation.UPRIGHT;
    }
    byte[] content = tiff.get();
    // A JPEG's segment starts with it, and some writers put it into a WebP's chunk, too.
    int skip = Arrays.mismatch(content, EXIF_PREFIX) == EXIF_PREFIX.length ? EXIF_PREFIX.length : 0;
    try (ByteArrayImageInputStream input =
        new ByteArrayImageInputStream(content, skip, content.length - skip)) {
      // The first directory is the picture's own, later ones are thumbnails and further pages.
      CompoundDirectory directories = (CompoundDirectory) new TIFFReader().read(input);
      Entry entry = directories.getDirectory(0).getEntryById(TIFF.TAG_ORIENTATION);
      return entry != null && entry.getValue() instanceof Number value
          ? Orientation.of(value.intValue())
          : Orientation.UPRIGHT;
    }
  }
}
