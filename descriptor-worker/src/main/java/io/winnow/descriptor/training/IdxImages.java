package io.winnow.descriptor.training;

import io.winnow.descriptor.image.DecodedImage;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The grey images of an IDX file (magic 0x00000803: count, rows, columns as 32-bit big endian, then
 * unsigned bytes), gzipped when its name ends in {@code .gz}. Fashion-MNIST comes this way.
 */
public final class IdxImages {

  private static final int MAGIC = 0x00000803;
  private static final long MAX_BYTES = 1L << 30;

  private final int count;
  private final int rows;
  private final int columns;
  private final byte[] pixels;

  private IdxImages(int count, int rows, int columns, byte[] pixels) {
    this.count = count;
    this.rows = rows;
    this.columns = columns;
    this.pixels = pixels;
  }

  /**
   * Reads a whole file, at most 1 GiB of pixels.
   *
   * @throws IOException naming the file when it is no image IDX file or is cut off
   */
  public static IdxImages read(Path path) throws IOException {
    try (DataInputStream in = new DataInputStream(open(path))) {
      int magic = in.readInt();
      if (magic != MAGIC) {
        throw new IOException("magic is 0x%08x, expected 0x%08x".formatted(magic, MAGIC));
      }
      int count = in.readInt();
      int rows = in.readInt();
      int columns = in.readInt();
      return new IdxImages(count, rows, columns, readPixels(in, count, rows, columns));
    } catch (EOFException e) {
      throw new IOException(path + " is cut off", e);
    } catch (IOException e) {
      throw new IOException("cannot read images " + path + ": " + e.getMessage(), e);
    }
  }

  private static byte[] readPixels(DataInputStream in, int count, int rows, int columns)
      throws IOException {
    if (count < 1 || rows < 1 || columns < 1 || (double) count * rows * columns > MAX_BYTES) {
      throw new IOException("unreasonable size %d x %d x %d".formatted(count, rows, columns));
    }
    byte[] pixels = in.readNBytes(count * rows * columns);
    if (pixels.length < count * rows * columns) {
      throw new EOFException();
    }
    return pixels;
  }

  private static InputStream open(Path path) throws IOException {
    InputStream file = Files.newInputStream(path);
    return path.getFileName().toString().endsWith(".gz")
        ? new GZIPInputStream(file, 1 << 16)
        : file;
  }

  /** Number of images. */
  public int count() {
    return count;
  }

  /** Image {@code index}, its grey value in all three channels. */
  public DecodedImage image(int index) {
    int size = rows * columns;
    byte[] rgb = new byte[3 * size];
    for (int p = 0; p < size; p++) {
      byte grey = pixels[index * size + p];
      rgb[3 * p] = grey;
      rgb[3 * p + 1] = grey;
      rgb[3 * p + 2] = grey;
    }
    return new DecodedImage(columns, rows, rgb);
  }
}
