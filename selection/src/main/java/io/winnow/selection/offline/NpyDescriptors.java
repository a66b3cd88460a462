package io.winnow.selection.offline;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Descriptors in a NumPy {@code .npy} matrix of float32 or float64, one row per image, with a text
 * file that has the image id of every row on a line of its own. Only the ids are held in memory; a
 * row is read from the file when it is asked for.
 */
public final class NpyDescriptors implements DescriptorSource, AutoCloseable {
  private final Path array;
  private final NpyHeader header;
  private final ImageIndex rows;
  private final FileChannel channel;

  private NpyDescriptors(Path array, NpyHeader header, ImageIndex rows) throws IOException {
    this.array = array;
    this.header = header;
    this.rows = rows;
    this.channel = FileChannel.open(array, StandardOpenOption.READ);
  }

  /**
   * Opens a matrix with its ids.
   *
   * @param array little-endian, two-dimensional, in C order
   * @param ids UTF-8, as many lines as the matrix has rows, no id twice
   * @throws InvalidInputException if they are not, in one line that names the file and row
   */
  public static NpyDescriptors open(Path array, Path ids) throws IOException {
    NpyHeader header = NpyHeader.read(array);
    ImageIndex rows = readIds(ids);
    if (rows.size() != header.rows()) {
      throw new InvalidInputException(
          array + " has " + header.rows() + " rows, " + ids + " has " + rows.size() + " ids");
    }
    return new NpyDescriptors(array, header, rows);
  }

  private static ImageIndex readIds(Path ids) throws IOException {
    ImageIndex rows = new ImageIndex();
    try (BufferedReader reader = Files.newBufferedReader(ids, StandardCharsets.UTF_8)) {
      for (String id = reader.readLine(); id != null; id = reader.readLine()) {
        int expected = rows.size();
        if (id.isBlank()) {
          throw new InvalidInputException(ids + ":" + (expected + 1) + ": no image id");
        }
        int row = rows.add(id);
        if (row != expected) {
          throw new InvalidInputException(
              ids + ":" + (expected + 1) + ": image id " + id + " is also on line " + (row + 1));
        }
      }
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(ids + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(ids + ": not UTF-8 after line " + rows.size(), e);
    }
    return rows;
  }

  /** Returns how many components a descriptor has. */
  public int dimension() {
    return header.columns();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public boolean contains(String imageId) {
    return rows.find(imageId) != ImageIndex.ABSENT;
  }

  @Override
  public double[] read(String imageId) {
    int row = rows.find(imageId);
    ByteBuffer bytes =
        ByteBuffer.allocate(header.columns() * header.width()).order(ByteOrder.LITTLE_ENDIAN);
    try {
      readFully(bytes, header.dataOffset() + (long) row * bytes.capacity());
    } catch (IOException e) {
      throw new UncheckedIOException(array + ": cannot read row " + row, e);
    }
    double[] components = new double[header.columns()];
    for (int i = 0; i < components.length; i++) {
      components[i] = header.width() == Float.BYTES ? bytes.getFloat() : bytes.getDouble();
      if (!Double.isFinite(components[i])) {
        throw new InvalidInputException(
            String.format(
                "%s: row %d (image %s): component %d is %s",
                array, row, imageId, i, components[i]));
      }
    }
    return components;
  }

  private void readFully(ByteBuffer bytes, long position) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException(array + " became shorter while it was read");
      }
    }
    bytes.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
