package io.winnow.descriptor.image.webp;

import javax.imageio.IIOException;

/** A canonical prefix code (RFC 9649, section 3.7.2.1). */
final class PrefixCode {

  private static final int MAX_LENGTH = 15;
  private static final int[] LENGTHS_ORDER = {
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
  };
  private static final int REPEAT = 16;
  private static final int FEW_ZEROS = 17;
  private static final int FIRST_LENGTH = 8; // that is repeated where none went before

  /** Number of codes of each length. */
  private final int[] counts = new int[MAX_LENGTH + 1];

  /** In the order of their codes. */
  private final int[] symbols;

  private PrefixCode(int[] lengths) throws IIOException {
    int used = 0;
    for (int length : lengths) {
      counts[length]++;
      used += length > 0 ? 1 : 0;
    }
    counts[0] = 0;
    symbols = new int[used];
    int next = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          symbols[next++] = symbol;
        }
      }
    }
    if (used > 1) {
      checkComplete();
    } else if (used == 0) {
      throw new IIOException("a prefix code of the WebP has no symbols");
    }
  }

  private void checkComplete() throws IIOException {
    int free = 1;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      free = 2 * free - counts[length];
      if (free < 0) {
        break;
      }
    }
    if (free != 0) {
      throw new IIOException("a prefix code of the WebP is not complete");
    }
  }

  /**
   * Reads the code itself.
   *
   * @param alphabet number of symbols that there are
   */
  static PrefixCode read(LsbBits bits, int alphabet) throws IIOException {
    return new PrefixCode(bits.read() == 1 ? simple(bits, alphabet) : normal(bits, alphabet));
  }

  private static int[] simple(LsbBits bits, int alphabet) throws IIOException {
    int[] lengths = new int[Math.max(alphabet, 256)];
    boolean two = bits.read() == 1;
    lengths[bits.read(bits.read() == 1 ? 8 : 1)] = 1;
    if (two) {
      lengths[bits.read(8)] = 1;
    }
    return lengths;
  }

  private static int[] normal(LsbBits bits, int alphabet) throws IIOException {
    int[] lengthsOfLengths = new int[LENGTHS_ORDER.length];
    int given = 4 + bits.read(4);
    for (int i = 0; i < given; i++) {
      lengthsOfLengths[LENGTHS_ORDER[i]] = bits.read(3);
    }
    PrefixCode code = new PrefixCode(lengthsOfLengths);
    int left = bits.read() == 1 ? 2 + bits.read(2 + 2 * bits.read(3)) : alphabet;
    int[] lengths = new int[alphabet];
    int previous = FIRST_LENGTH;
    int symbol = 0;
    while (symbol < alphabet && left-- > 0) {
      int length = code.next(bits);
      if (length < REPEAT) {
        lengths[symbol++] = length;
        previous = length == 0 ? previous : length;
        continue;
      }
      int value = length == REPEAT ? previous : 0;
      int times =
          length == REPEAT
              ? 3 + bits.read(2)
              : length == FEW_ZEROS ? 3 + bits.read(3) : 11 + bits.read(7);
      if (symbol + times > alphabet) {
        throw new IIOException("a prefix code of the WebP has too many symbols");
      }
      for (int i = 0; i < times; i++) {
        lengths[symbol++] = value;
      }
    }
    return lengths;
  }

  /** The next symbol. A code of one symbol takes no bits. */
  int next(LsbBits bits) throws IIOException {
    if (symbols.length == 1) {
      return symbols[0];
    }
    int code = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      code |= bits.read();
      int count = counts[length];
      if (code - first < count) {
        return symbols[index + code - first];
      }
      index += count;
      first = first + count << 1;
      code <<= 1;
    }
    throw new IIOException("a prefix code of the WebP is broken");
  }
}
