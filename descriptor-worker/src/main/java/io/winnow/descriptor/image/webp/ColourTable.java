package io.winnow.descriptor.image.webp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.IIOException;

/** The colours that a frame's indices mean, stored as a picture of one row (section 4.4). */
final class ColourTable {

  private static final int LITERALS = 256;
  private static final int LENGTHS = 24;
  private static final int DISTANCES = 40;
  private static final int MAX_CACHE_BITS = 11;
  private static final int HASH = 0x1e35a7bd;

  private static final List<Neighbour> NEIGHBOURS = neighbours();

  private final LsbBits bits;
  private final int[] colours;
  private final int[] cache;

  /** A pixel that has been read: so many columns to the left, so many rows above. */
  private record Neighbour(int left, int above) {
    int square() {
      return left * left + above * above;
    }
  }

  private ColourTable(LsbBits bits, int size) throws IIOException {
    this.bits = bits;
    this.colours = new int[size];
    int cacheBits = bits.read() == 1 ? bits.read(4) : 0;
    if (cacheBits > MAX_CACHE_BITS) {
      throw new IIOException("the WebP has a colour cache of %d bits".formatted(cacheBits));
    }
    this.cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
  }

  /**
   * Reads it.
   *
   * @param size number of colours
   * @return them as ARGB
   */
  static int[] read(LsbBits bits, int size) throws IIOException {
    ColourTable table = new ColourTable(bits, size);
    table.readPixels();
    for (int i = 1; i < size; i++) {
      table.colours[i] = sum(table.colours[i], table.colours[i - 1]);
    }
    return table.colours;
  }

  /** Each of the four bytes by itself. */
  private static int sum(int a, int b) {
    int alphaAndGreen = (a & 0xff00ff00) + (b & 0xff00ff00);
    int redAndBlue = (a & 0x00ff00ff) + (b & 0x00ff00ff);
    return alphaAndGreen & 0xff00ff00 | redAndBlue & 0x00ff00ff;
  }

  private void readPixels() throws IIOException {
    PrefixCode green = PrefixCode.read(bits, LITERALS + LENGTHS + cache.length);
    PrefixCode red = PrefixCode.read(bits, LITERALS);
    PrefixCode blue = PrefixCode.read(bits, LITERALS);
    PrefixCode alpha = PrefixCode.read(bits, LITERALS);
    PrefixCode distances = PrefixCode.read(bits, DISTANCES);
    int at = 0;
    while (at < colours.length) {
      int symbol = green.next(bits);
      if (symbol < LITERALS) {
        int rgb = red.next(bits) << 16 | symbol << 8 | blue.next(bits);
        put(at++, alpha.next(bits) << 24 | rgb);
      } else if (symbol < LITERALS + LENGTHS) {
        int length = number(symbol - LITERALS);
        int distance = distance(number(distances.next(bits)));
        if (distance > at || length > colours.length - at) {
          throw new IIOException("the WebP's colour table refers to colours that are not there");
        }
        for (int i = 0; i < length; i++, at++) {
          put(at, colours[at - distance]);
        }
      } else if (symbol < LITERALS + LENGTHS + cache.length) {
        put(at++, cache[symbol - LITERALS - LENGTHS]);
      } else {
        throw new IIOException("the WebP's colour table has an unknown symbol");
      }
    }
  }

  private void put(int at, int colour) {
    colours[at] = colour;
    if (cache.length > 0) {
      cache[HASH * colour >>> 32 - Integer.numberOfTrailingZeros(cache.length)] = colour;
    }
  }

  /** A length or distance, at least 1: its prefix, then as many bits as that says. */
  private int number(int prefix) throws IIOException {
    if (prefix < 4) {
      return prefix + 1;
    }
    int extra = prefix - 2 >> 1;
    return (2 + (prefix & 1) << extra) + bits.read(extra) + 1;
  }

  /** The smallest ones mean neighbours in two dimensions. */
  private int distance(int code) {
    if (code > NEIGHBOURS.size()) {
      return code - NEIGHBOURS.size();
    }
    Neighbour neighbour = NEIGHBOURS.get(code - 1);
    return Math.max(1, neighbour.left() + neighbour.above() * colours.length);
  }

  /** The nearest first; of equally near ones the highest first, then the left ones. */
  private static List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    for (int above = 0; above < 8; above++) {
      for (int left = -7; left <= 8; left++) {
        if (above > 0 || left > 0) {
          all.add(new Neighbour(left, above));
        }
      }
    }
    all.sort(
        Comparator.comparingInt(Neighbour::square)
            .thenComparing(Comparator.comparingInt(Neighbour::above).reversed())
            .thenComparing(Comparator.comparingInt(Neighbour::left).reversed()));
    return List.copyOf(all);
  }
}
