package io.winnow.descriptor.image;

import io.winnow.descriptor.image.tiff.TiffDirectory;
import io.winnow.descriptor.image.tiff.TiffFile;
import io.winnow.descriptor.image.tiff.TiffTag;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.IIOException;

/**
 * Finds the orientation in EXIF, wherever a format keeps it. Broken metadata leaves the picture as
 * it is stored: viewers do the same, and the pixels are not to blame.
 */
final class ExifOrientation {

  private static final byte[] EXIF_PREFIX = {'E', 'x', 'i', 'f', 0, 0};

  private ExifOrientation() {}

  /**
   * Reads the orientation.
   *
   * @param exif a TIFF structure, with or without the prefix that a JPEG's segment starts with:
   *     some writers put it into other formats, too
   */
  static Orientation of(Optional<byte[]> exif) {
    if (exif.isEmpty()) {
      return Orientation.UPRIGHT;
    }
    byte[] content = exif.get();
    int skip = Arrays.mismatch(content, EXIF_PREFIX) == EXIF_PREFIX.length ? EXIF_PREFIX.length : 0;
    try {
      // The first directory is the picture's own, later ones are thumbnails.
      return of(TiffFile.of(Arrays.copyOfRange(content, skip, content.length)).pages().get(0));
    } catch (IIOException e) {
      return Orientation.UPRIGHT;
    }
  }

  /** The orientation that a directory states. */
  static Orientation of(TiffDirectory directory) {
    return Orientation.of((int) directory.number(TiffTag.ORIENTATION).orElse(1));
  }
}
