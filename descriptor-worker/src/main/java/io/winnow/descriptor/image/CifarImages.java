package io.winnow.descriptor.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** CIFAR-10's binary format: a label byte, then red, green and blue planes of 32x32. */
public final class CifarImages {

  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int RECORD = 1 + 3 * PLANE;

  private final byte[] records;

  private CifarImages(byte[] records) {
    this.records = records;
  }

  /** Whether a name is that of such a file: it ends in {@code .bin} or {@code .bin.gz}. */
  public static boolean isNamed(Path path) {
    return path.getFileName().toString().matches(".*\\.bin(\\.gz)?");
  }

  /**
   * Reads a whole file, gzipped when its name ends in {@code .gz}.
   *
   * @throws IOException naming the file when it is missing or no whole number of pictures
   */
  public static CifarImages read(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      boolean gzipped = path.getFileName().toString().endsWith(".gz");
      byte[] records =
          (gzipped ? new GZIPInputStream(file, 1 << 16) : new BufferedInputStream(file))
              .readAllBytes();
      if (records.length == 0 || records.length % RECORD != 0) {
        throw new IOException(
            "%d bytes are no whole number of CIFAR-10 records of %d"
                .formatted(records.length, RECORD));
      }
      return new CifarImages(records);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file: " + path, e);
    } catch (IOException e) {
      throw new IOException("cannot read images " + path + ": " + e.getMessage(), e);
    }
  }

  /** Number of pictures. */
  public int count() {
    return records.length / RECORD;
  }

  /** Class of picture {@code index}, 0..9. */
  public int label(int index) {
    return records[index * RECORD];
  }

  /** Picture {@code index}. */
  public DecodedImage decoded(int index) {
    byte[] rgb = new byte[3 * PLANE];
    int first = index * RECORD + 1;
    for (int p = 0; p < PLANE; p++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * p + c] = records[first + c * PLANE + p];
      }
    }
    return new DecodedImage(SIDE, SIDE, rgb);
  }
}
