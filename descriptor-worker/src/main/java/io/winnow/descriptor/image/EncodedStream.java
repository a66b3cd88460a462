package io.winnow.descriptor.image;

import java.io.IOException;
import java.util.Objects;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A picture's bytes for its reader. Tells its length, so that readers check offsets and counts
 * against it. A reader that keeps on asking after the end is stopped: some take zeros for what is
 * missing, and a hundred broken bytes could keep them busy for minutes.
 */
final class EncodedStream extends ImageInputStreamImpl {

  // Readers look ahead by some bytes, and try that more than once.
  private static final int MAX_READS_PAST_END = 4_096;

  private final byte[] encoded;
  private int readsPastEnd;

  EncodedStream(byte[] encoded) {
    this.encoded = Objects.requireNonNull(encoded, "encoded");
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    if (streamPos >= encoded.length) {
      return pastEnd();
    }
    return encoded[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    checkClosed();
    Objects.checkFromIndexSize(offset, length, to.length);
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= encoded.length) {
      return pastEnd();
    }
    int count = (int) Math.min(length, encoded.length - streamPos);
    System.arraycopy(encoded, (int) streamPos, to, offset, count);
    streamPos += count;
    return count;
  }

  private int pastEnd() throws IIOException {
    readsPastEnd++;
    if (readsPastEnd > MAX_READS_PAST_END) {
      throw new IIOException("the data end early, after " + encoded.length + " bytes");
    }
    return -1;
  }

  @Override
  public long length() {
    return encoded.length;
  }

  @Override
  public boolean isCached() {
    return true;
  }

  @Override
  public boolean isCachedMemory() {
    return true;
  }
}
