package io.winnow.cli.console;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Arrays;

/** The mark that some editors write before UTF-8 text; it is no part of the text. */
public final class ByteOrderMark {

  private static final byte[] UTF_8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private ByteOrderMark() {}

  /** Skips the mark if the input starts with it. */
  public static void skip(BufferedInputStream input) throws IOException {
    input.mark(UTF_8.length);
    if (!Arrays.equals(input.readNBytes(UTF_8.length), UTF_8)) {
      input.reset();
    }
  }
}
