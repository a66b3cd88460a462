package io.winnow.cli.publish;

import io.winnow.cli.console.ByteOrderMark;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads lines and decodes each on its own, strictly: a line that is no UTF-8 is reported as such
 * and does not spoil its neighbours. A byte-order mark before the first line is skipped.
 */
public final class JsonLines implements AutoCloseable {

  private final BufferedInputStream input;
  private long number;

  public JsonLines(InputStream input) {
    this.input = new BufferedInputStream(input, 1 << 16);
  }

  /** The bytes of the next line without its end, or null at the end of the input. */
  public byte[] next() throws IOException {
    if (number == 0) {
      ByteOrderMark.skip(input);
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    int octet = input.read();
    if (octet < 0) {
      return null;
    }
    while (octet >= 0 && octet != '\n') {
      line.write(octet);
      octet = input.read();
    }
    number++;
    return line.toByteArray();
  }

  /** Number of the last line, from 1. */
  public long number() {
    return number;
  }

  /** The text of a line without blanks around it. */
  public static String decode(byte[] line) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString().strip();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
