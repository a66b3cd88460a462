package io.winnow.cli.publish;

import io.winnow.cli.console.CommandException;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/**
 * The grey pictures of an IDX file (the MNIST family's format; gzip is told from the bytes), as PNG
 * with ids {@code PREFIX-000001}, {@code PREFIX-000002}, …
 *
 * <p>Format: big-endian {@code 0x00000803} (unsigned bytes, three dimensions), count, rows,
 * columns, then the pixels row by row.
 */
final class IdxFeed implements ImageFeed {

  private static final int MAGIC = 0x0000_0803;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int LARGEST_SIDE = 16_384;

  private final Path file;
  private final String idPrefix;
  private final DataInputStream input;
  private final int rows;
  private final int columns;
  private final long size;
  private long position;

  /**
   * Opens the file and reads its head.
   *
   * @throws CommandException if it is no such file
   */
  IdxFeed(Path file, String idPrefix, OptionalLong limit) {
    this.file = file;
    this.idPrefix = idPrefix;
    try {
      input = open(file);
      int magic = input.readInt();
      if (magic != MAGIC) {
        input.close();
        throw new CommandException(
            String.format(
                "%s is no IDX file of pictures: it starts with 0x%08x, not 0x%08x",
                file, magic, MAGIC));
      }
      size = ImageFeed.limited(Integer.toUnsignedLong(input.readInt()), limit);
      rows = side("rows");
      columns = side("columns");
    } catch (EOFException e) {
      throw new CommandException(file + " is no IDX file of pictures: it ends in its head", e);
    } catch (IOException e) {
      throw new CommandException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Entry next() throws IOException {
    if (position == size) {
      return null;
    }
    byte[] pixels = new byte[rows * columns];
    try {
      input.readFully(pixels);
    } catch (EOFException e) {
      throw new CommandException(
          file + " is truncated: picture " + (position + 1) + " of " + size + " is incomplete", e);
    }
    position++;
    return new Entry(
        String.format("%s-%06d", idPrefix, position), "image/png", null, () -> png(pixels));
  }

  @Override
  public List<String> leftOut() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }

  private byte[] png(byte[] pixels) throws IOException {
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, columns, rows, pixels);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", png)) {
      throw new IOException("this Java has no PNG writer");
    }
    return png.toByteArray();
  }

  private int side(String name) throws IOException {
    int side = input.readInt();
    if (side < 1 || side > LARGEST_SIDE) {
      throw new CommandException(file + ": " + side + " " + name + " per picture");
    }
    return side;
  }

  private static DataInputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    raw.mark(2);
    int magic = (raw.read() << 8) | raw.read();
    raw.reset();
    return new DataInputStream(
        magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16)) : raw);
  }
}
