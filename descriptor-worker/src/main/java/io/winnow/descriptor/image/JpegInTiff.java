package io.winnow.descriptor.image;

import io.winnow.descriptor.image.tiff.TiffDirectory;
import io.winnow.descriptor.image.tiff.TiffLayout;
import io.winnow.descriptor.image.tiff.TiffTag;

/**
 * The sizes that JPEG streams inside a TIFF state of themselves (compression 7, TIFF Technical Note
 * 2; the page's own streams of compression 6). The reader decodes them at those sizes, whatever the
 * TIFF says.
 */
final class JpegInTiff {

  private JpegInTiff() {}

  /** Pixels of the largest JPEG frame of a page; 0 where it holds none. */
  static long largestFrame(byte[] tiff, TiffDirectory page, TiffLayout layout) {
    long largest = 0;
    int most = (int) Math.min(layout.strips(), tiff.length);
    for (long stream : page.numbers(layout.offsetsTag(), most)) {
      largest = Math.max(largest, frame(tiff, stream));
    }
    for (long stream : page.numbers(TiffTag.OLD_JPEG_STREAM, 1)) {
      largest = Math.max(largest, frame(tiff, stream));
    }
    return largest;
  }

  /** Goes from marker to marker up to the frame header: its sizes are big-endian shorts. */
  private static long frame(byte[] tiff, long stream) {
    long at = stream + 2; // after start of image
    while (at > 0 && at <= tiff.length - 9L && unsigned(tiff, at) == 0xff) {
      int marker = unsigned(tiff, at + 1);
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        return (long) size(tiff, at + 5) * size(tiff, at + 7);
      }
      at += marker == 0xff ? 1 : 2 + size(tiff, at + 2); // else a fill byte
    }
    return 0;
  }

  private static int size(byte[] tiff, long at) {
    return unsigned(tiff, at) << 8 | unsigned(tiff, at + 1);
  }

  private static int unsigned(byte[] tiff, long at) {
    return tiff[(int) at] & 0xff;
  }
}
