package io.winnow.descriptor.image.webp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.imageio.IIOException;

/** A lossless frame whose pixels are indices into a table of colours, taken apart into the two. */
public final class IndexedFrame {

  private static final int HEADER_BYTES = 5;
  private static final int SIZE_BITS = 14;
  private static final int SIZE = (1 << SIZE_BITS) - 1;
  private static final int COLOUR_INDEXING = 3;
  private static final int TRANSFORM_BITS = 2;

  private final int[] colours;
  private final int width;
  private final int height;
  private final byte[] indices;

  private IndexedFrame(int[] colours, int width, int height, byte[] indices) {
    this.colours = colours;
    this.width = width;
    this.height = height;
    this.indices = indices;
  }

  /**
   * Takes a frame apart.
   *
   * @param content of its chunk, the header first
   * @return nothing if its pixels are colours
   * @throws IIOException if its table is broken
   */
  public static Optional<IndexedFrame> of(byte[] content) throws IIOException {
    LsbBits bits = new LsbBits(content, HEADER_BYTES, content.length - HEADER_BYTES);
    if (bits.read() == 0 || bits.read(TRANSFORM_BITS) != COLOUR_INDEXING) {
      return Optional.empty();
    }
    int[] colours = ColourTable.read(bits, 1 + bits.read(8));
    int header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
    int width = 1 + (header & SIZE);
    int height = 1 + (header >>> SIZE_BITS & SIZE);
    int packed = packed(colours.length);
    int columns = (width + packed - 1) / packed;
    byte[] rest = bits.rest();
    byte[] indices =
        ByteBuffer.allocate(HEADER_BYTES + rest.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(content[0])
            .putInt(header & ~SIZE | columns - 1)
            .put(rest)
            .array();
    return Optional.of(new IndexedFrame(colours, width, height, indices));
  }

  /** Indices in one of the stored pixels. */
  private static int packed(int colours) {
    return colours <= 2 ? 8 : colours <= 4 ? 4 : colours <= 16 ? 2 : 1;
  }

  /**
   * A chunk's content whose pixels are the indices: the green ones of each hold one or several,
   * from the least significant bit.
   */
  public byte[] indices() {
    return indices;
  }

  /** One row of the green values of {@link #indices()}. */
  @FunctionalInterface
  public interface Rows {
    /** Reads it: as many values as the indices have columns. */
    int[] row(int y);
  }

  /**
   * The frame's pixels as ARGB, row by row. An index beyond the table is transparent black.
   *
   * @param rows the decoded indices
   */
  public int[] pixels(Rows rows) {
    int packed = packed(colours.length);
    int bits = 8 / packed;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      int[] row = rows.row(y);
      for (int x = 0; x < width; x++) {
        int index = row[x / packed] >> x % packed * bits & (1 << bits) - 1;
        pixels[y * width + x] = index < colours.length ? colours[index] : 0;
      }
    }
    return pixels;
  }
}
