package io.winnow.descriptor.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The sizes that JPEG streams inside a TIFF state of themselves (compression 7, TIFF Technical Note
 * 2; the page's own streams of compression 6). The reader decodes them at those sizes, whatever the
 * TIFF says.
 */
final class JpegInTiff {

  private static final int ENTRY = 12;
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int TILE_OFFSETS = 324;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;
  private static final int OLD_JPEG_STREAM = 513;
  private static final int SHORT_TYPE = 3;

  private final ByteBuffer file;
  private boolean compressed;
  private long largestFrame;

  private JpegInTiff(byte[] tiff) {
    file = ByteBuffer.wrap(tiff);
    file.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** Pixels of the largest JPEG frame of the first page; 0 where it holds none. */
  static long largestFrame(byte[] tiff) {
    JpegInTiff pages = new JpegInTiff(tiff);
    pages.readFirstDirectory();
    return pages.largestFrame;
  }

  private void readFirstDirectory() {
    long directory = Integer.toUnsignedLong(file.getInt(4));
    if (directory + 2 > file.limit()) {
      return;
    }
    int entries = Short.toUnsignedInt(file.getShort((int) directory));
    long first = directory + 2;
    int whole = (int) Math.min(entries, (file.limit() - first) / ENTRY);
    for (int i = 0; i < whole; i++) {
      int at = (int) first + i * ENTRY;
      if (tag(at) == COMPRESSION) {
        int compression = Short.toUnsignedInt(file.getShort(at + 8));
        compressed = compression == JPEG || compression == OLD_JPEG;
      }
    }
    if (compressed) {
      for (int i = 0; i < whole; i++) {
        readStreams((int) first + i * ENTRY);
      }
    }
  }

  private int tag(int entry) {
    return Short.toUnsignedInt(file.getShort(entry));
  }

  private void readStreams(int entry) {
    int tag = tag(entry);
    if (tag != STRIP_OFFSETS && tag != TILE_OFFSETS && tag != OLD_JPEG_STREAM) {
      return;
    }
    int size = Short.toUnsignedInt(file.getShort(entry + 2)) == SHORT_TYPE ? 2 : 4;
    long count = Integer.toUnsignedLong(file.getInt(entry + 4));
    // A value that fits its entry lies there, others where the entry points.
    long start = count * size <= 4 ? entry + 8 : Integer.toUnsignedLong(file.getInt(entry + 8));
    long whole = Math.min(count, Math.max(0, (file.limit() - start) / size));
    for (long i = 0; i < whole; i++) {
      int at = (int) (start + i * size);
      readFrame(
          size == 2
              ? Short.toUnsignedInt(file.getShort(at))
              : Integer.toUnsignedLong(file.getInt(at)));
    }
  }

  /** Goes from marker to marker up to the frame header: its sizes are big-endian shorts. */
  private void readFrame(long stream) {
    long at = stream + 2; // after start of image
    while (at + 9 <= file.limit() && unsigned(at) == 0xff) {
      int marker = unsigned(at + 1);
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        largestFrame = Math.max(largestFrame, (long) size(at + 5) * size(at + 7));
        return;
      }
      at += marker == 0xff ? 1 : 2 + size(at + 2); // else a fill byte
    }
  }

  private int size(long at) {
    return unsigned(at) << 8 | unsigned(at + 1);
  }

  private int unsigned(long at) {
    return file.get((int) at) & 0xff;
  }
}
