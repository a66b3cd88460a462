package io.winnow.descriptor.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.imageio.IIOException;

/**
 * The parts of a WebP (RFC 9649): its canvas, the first frame and where that lies, the profile, the
 * EXIF.
 */
final class WebpChunks {

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int EXTENDED_BYTES = 10;
  private static final int FRAME_HEADER = 16; // of an animation's frame, before its own chunks
  private static final int VP8_HEADER = 10;
  private static final int VP8L_HEADER = 5;
  private static final int VP8L_SIGNATURE = 0x2f;
  private static final int FOURTEEN_BITS = 0x3fff;
  private static final int ALPHA_USED = 1 << 28;

  private static final Set<String> FRAMES = Set.of("VP8 ", "VP8L", "ALPH");

  /** Bytes of the file, from start to end, not including. */
  record Chunk(int start, int end) {
    int length() {
      return end - start;
    }
  }

  private final ByteBuffer file;
  private int canvasWidth;
  private int canvasHeight;
  private int left;
  private int top;
  private Optional<Chunk> lossy = Optional.empty();
  private Optional<Chunk> lossless = Optional.empty();
  private Optional<Chunk> alpha = Optional.empty();
  private Optional<Chunk> profile = Optional.empty();
  private Optional<Chunk> exif = Optional.empty();
  private boolean losslessAlpha;
  private int width;
  private int height;

  private WebpChunks(byte[] webp) {
    file = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads the chunks of a file, up to the first one that is cut off.
   *
   * @throws IIOException if it has no frame
   */
  static WebpChunks of(byte[] webp) throws IIOException {
    WebpChunks chunks = new WebpChunks(webp);
    chunks.read(RIFF_HEADER, webp.length);
    if (!chunks.hasFrame()) {
      throw new IIOException("the WebP has no frame");
    }
    if (chunks.canvasWidth == 0) {
      chunks.canvasWidth = chunks.width;
      chunks.canvasHeight = chunks.height;
    }
    return chunks;
  }

  private boolean hasFrame() {
    return lossy.isPresent() || lossless.isPresent();
  }

  private void read(int start, int end) throws IIOException {
    long at = start;
    while (at + CHUNK_HEADER <= end) {
      int header = (int) at;
      String name = new String(file.array(), header, Integer.BYTES, StandardCharsets.ISO_8859_1);
      long length = Integer.toUnsignedLong(file.getInt(header + Integer.BYTES));
      int content = header + CHUNK_HEADER;
      Chunk chunk = new Chunk(content, (int) Math.min(end, content + length));
      if (length > chunk.length() && FRAMES.contains(name) && !hasFrame()) {
        throw new TruncatedPictureException(
            "its frame has %d of %d bytes".formatted(chunk.length(), length));
      }
      switch (name) {
        case "VP8X" -> canvas(chunk);
        case "ICCP" -> profile = profile.or(() -> Optional.of(chunk));
        case "EXIF" -> exif = exif.or(() -> Optional.of(chunk));
        case "ALPH" -> alpha = hasFrame() ? alpha : Optional.of(chunk);
        case "VP8 " -> lossyFrame(chunk);
        case "VP8L" -> losslessFrame(chunk);
        case "ANMF" -> animationFrame(chunk);
        default -> {
          // Animation settings, XMP, what the standard does not know.
        }
      }
      at = content + length + (length & 1);
    }
  }

  private void canvas(Chunk chunk) {
    if (chunk.length() >= EXTENDED_BYTES) {
      canvasWidth = 1 + threeBytes(chunk.start() + 4);
      canvasHeight = 1 + threeBytes(chunk.start() + 7);
    }
  }

  private void animationFrame(Chunk chunk) throws IIOException {
    if (!hasFrame() && chunk.length() > FRAME_HEADER) {
      left = 2 * threeBytes(chunk.start());
      top = 2 * threeBytes(chunk.start() + 3);
      read(chunk.start() + FRAME_HEADER, chunk.end());
    }
  }

  private int threeBytes(int at) {
    return Short.toUnsignedInt(file.getShort(at)) | (file.get(at + 2) & 0xff) << 16;
  }

  private void lossyFrame(Chunk chunk) throws IIOException {
    if (hasFrame()) {
      return;
    }
    if (chunk.length() < VP8_HEADER) {
      throw new IIOException("the WebP's frame ends in its header");
    }
    lossy = Optional.of(chunk);
    width = file.getShort(chunk.start() + 6) & FOURTEEN_BITS;
    height = file.getShort(chunk.start() + 8) & FOURTEEN_BITS;
  }

  private void losslessFrame(Chunk chunk) throws IIOException {
    if (hasFrame()) {
      return;
    }
    if (chunk.length() < VP8L_HEADER || file.get(chunk.start()) != VP8L_SIGNATURE) {
      throw new IIOException("the WebP's frame ends in its header");
    }
    lossless = Optional.of(chunk);
    int sizes = file.getInt(chunk.start() + 1);
    losslessAlpha = (sizes & ALPHA_USED) != 0;
    width = (sizes & FOURTEEN_BITS) + 1;
    height = ((sizes >>> 14) & FOURTEEN_BITS) + 1;
  }

  int canvasWidth() {
    return canvasWidth;
  }

  int canvasHeight() {
    return canvasHeight;
  }

  /** Columns of the canvas to the left of the first frame. */
  int left() {
    return left;
  }

  /** Rows of the canvas above the first frame. */
  int top() {
    return top;
  }

  /** Of the first frame. */
  int width() {
    return width;
  }

  /** Of the first frame. */
  int height() {
    return height;
  }

  /** The first frame's VP8 data, if it is lossy. */
  Optional<Chunk> lossy() {
    return lossy;
  }

  /** The first frame's VP8L data, if it is lossless. */
  Optional<Chunk> lossless() {
    return lossless;
  }

  /** Whether a lossless frame says that its alpha counts. */
  boolean losslessAlpha() {
    return losslessAlpha;
  }

  /** Alpha of a lossy frame. */
  Optional<Chunk> alpha() {
    return alpha;
  }

  Optional<byte[]> profile() {
    return profile.map(this::bytes);
  }

  /** The EXIF block: a TIFF structure. */
  Optional<byte[]> exif() {
    return exif.map(this::bytes);
  }

  private byte[] bytes(Chunk chunk) {
    return Arrays.copyOfRange(file.array(), chunk.start(), chunk.end());
  }
}
