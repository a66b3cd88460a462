package io.winnow.descriptor.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Grey images as the IDX format of MNIST keeps them: big-endian header {@code 0x00000803, count,
 * height, width}, then one unsigned byte per pixel, row by row.
 */
public final class IdxImages {
  private static final int MAGIC = 0x00000803;
  private static final long MAX_PIXELS = 1L << 30;

  private final int count;
  private final int height;
  private final int width;
  private final byte[] pixels;

  private IdxImages(int count, int height, int width, byte[] pixels) {
    this.count = count;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
  }

  /**
   * Reads a whole file, gzipped when its name ends in {@code .gz}.
   *
   * @throws IOException naming the file when it is no file of IDX images or is cut off
   */
  public static IdxImages read(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      boolean gzipped = path.getFileName().toString().endsWith(".gz");
      return read(gzipped ? new GZIPInputStream(file, 1 << 16) : new BufferedInputStream(file));
    } catch (NoSuchFileException e) {
      throw new IOException("no such file: " + path, e);
    } catch (IOException e) {
      throw new IOException("cannot read images " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a whole file.
   *
   * @param in the uncompressed file
   * @throws IOException if the header is not one of IDX images or the pixels end early
   */
  public static IdxImages read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int magic = data.readInt();
    if (magic != MAGIC) {
      throw new IOException(
          "not a file of IDX images: magic number 0x%08x, expected 0x%08x".formatted(magic, MAGIC));
    }
    int count = data.readInt();
    int height = data.readInt();
    int width = data.readInt();
    if (count < 1 || height < 1 || width < 1 || (double) count * height * width > MAX_PIXELS) {
      throw new IOException(
          "IDX images of unreasonable size: %d of %d x %d".formatted(count, height, width));
    }
    int length = count * height * width;
    byte[] pixels = data.readNBytes(length);
    if (pixels.length != length) {
      throw new EOFException(
          "IDX images end early: %d of %d pixels".formatted(pixels.length, length));
    }
    return new IdxImages(count, height, width, pixels);
  }

  /** Writes a whole file, uncompressed. */
  public void write(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(MAGIC);
    data.writeInt(count);
    data.writeInt(height);
    data.writeInt(width);
    data.write(pixels);
    data.flush();
  }

  /** The images at {@code indices}, in that order. */
  public IdxImages pick(int[] indices) {
    int size = height * width;
    byte[] picked = new byte[indices.length * size];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(pixels, indices[i] * size, picked, i * size, size);
    }
    return new IdxImages(indices.length, height, width, picked);
  }

  /** Pixels of image {@code index}: height × width bytes, unsigned, row by row. */
  public byte[] image(int index) {
    int size = height * width;
    return Arrays.copyOfRange(pixels, index * size, (index + 1) * size);
  }

  /** Image {@code index} for the encoder: its grey value in all three channels. */
  public DecodedImage decoded(int index) {
    byte[] grey = image(index);
    byte[] rgb = new byte[3 * grey.length];
    for (int p = 0; p < grey.length; p++) {
      rgb[3 * p] = grey[p];
      rgb[3 * p + 1] = grey[p];
      rgb[3 * p + 2] = grey[p];
    }
    return new DecodedImage(width, height, rgb);
  }

  /** Image {@code index} as PNG, without loss. */
  public byte[] png(int index) {
    return GreyPng.encode(image(index), height, width);
  }

  /** Number of images. */
  public int count() {
    return count;
  }

  /** Rows of an image. */
  public int height() {
    return height;
  }

  /** Columns of an image. */
  public int width() {
    return width;
  }
}
