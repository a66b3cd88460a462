package io.winnow.selection.offline;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a NumPy {@code .npy} file, versions 1 to 3, of a matrix of little-endian floats in
 * C order.
 *
 * @param rows number of rows
 * @param columns length of a row, at least 1
 * @param width bytes of a component: 4 (float32) or 8 (float64)
 * @param dataOffset where in the file the first row begins
 */
record NpyHeader(long rows, int columns, int width, long dataOffset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");
  private static final Pattern MATRIX = Pattern.compile("\\s*(\\d{1,18})\\s*,\\s*(\\d{1,9})\\s*,?");

  /**
   * @throws InvalidInputException if the file is no such array or of another length than it says
   */
  static NpyHeader read(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      NpyHeader header = read(file, in);
      long expected =
          Math.addExact(
              header.dataOffset,
              Math.multiplyExact(header.rows, Math.multiplyExact(header.columns, header.width)));
      if (Files.size(file) != expected) {
        throw new InvalidInputException(
            file + ": has " + Files.size(file) + " bytes, its header says " + expected);
      }
      return header;
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": no such file", e);
    } catch (EOFException e) {
      throw new InvalidInputException(file + ": ends within its header", e);
    } catch (ArithmeticException e) {
      throw new InvalidInputException(file + ": its shape is larger than any file", e);
    }
  }

  private static NpyHeader read(Path file, DataInputStream in) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new InvalidInputException(file + ": not a .npy file");
    }
    int version = in.readUnsignedByte();
    in.readUnsignedByte();
    if (version < 1 || version > 3) {
      throw new InvalidInputException(file + ": .npy version " + version + " is not supported");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    long length = littleEndian(in, lengthBytes);
    if (length > LONGEST) {
      throw new InvalidInputException(file + ": header of " + length + " bytes is too long");
    }
    byte[] text = new byte[(int) length];
    in.readFully(text);
    return parse(
        file, new String(text, StandardCharsets.UTF_8), MAGIC.length + 2L + lengthBytes + length);
  }

  private static NpyHeader parse(Path file, String header, long dataOffset) {
    String type = group(file, header, "descr", DESCR);
    int width =
        switch (type) {
          case "<f4" -> Float.BYTES;
          case "<f8" -> Double.BYTES;
          default ->
              throw new InvalidInputException(
                  file + ": dtype '" + type + "', expected '<f4' or '<f8' (float32 or float64)");
        };
    if (group(file, header, "fortran_order", FORTRAN).equals("True")) {
      throw new InvalidInputException(
          file + ": is in Fortran order; save numpy.ascontiguousarray(...) of it");
    }
    String shape = group(file, header, "shape", SHAPE);
    Matcher matrix = MATRIX.matcher(shape);
    if (!matrix.matches() || Integer.parseInt(matrix.group(2)) == 0) {
      throw new InvalidInputException(
          file + ": shape (" + shape + "), expected (rows, components)");
    }
    return new NpyHeader(
        Long.parseLong(matrix.group(1)), Integer.parseInt(matrix.group(2)), width, dataOffset);
  }

  private static String group(Path file, String header, String name, Pattern pattern) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new InvalidInputException(file + ": its header has no " + name + " for one array");
    }
    return matcher.group(1);
  }

  private static long littleEndian(InputStream in, int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException();
      }
      value |= (long) octet << 8 * i;
    }
    return value;
  }
}
