package io.winnow.descriptor.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a WebP's chunks say (RFC 9649) that its reader does not: the EXIF block, and the size of the
 * frames themselves. The header of an extended file states a canvas of its own, and a reader
 * allocates by the frame, whatever the canvas.
 */
final class WebpChunks {

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16; // of an animation's frame, before its own chunks
  private static final int VP8_SIZES = 6; // frame tag and start code
  private static final int FOURTEEN_BITS = 0x3fff;

  private Optional<byte[]> exif = Optional.empty();
  private long largestFrame;

  private WebpChunks() {}

  /** Reads the chunks of a file, up to the first one that is cut off. */
  static WebpChunks of(byte[] webp) {
    WebpChunks chunks = new WebpChunks();
    chunks.read(ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN), RIFF_HEADER, webp.length);
    return chunks;
  }

  private void read(ByteBuffer file, int start, int end) {
    long at = start;
    while (at + CHUNK_HEADER <= end) {
      int header = (int) at;
      String name = new String(file.array(), header, Integer.BYTES, StandardCharsets.ISO_8859_1);
      long length = Integer.toUnsignedLong(file.getInt(header + Integer.BYTES));
      int content = header + CHUNK_HEADER;
      int contentEnd = (int) Math.min(end, content + length);
      switch (name) {
        case "EXIF" -> exif = Optional.of(Arrays.copyOfRange(file.array(), content, contentEnd));
        case "VP8 " -> lossyFrame(file, content);
        case "VP8L" -> losslessFrame(file, content);
        case "ANMF" -> read(file, Math.min(content + FRAME_HEADER, contentEnd), contentEnd);
        default -> {
          // Colour profile, alpha, animation settings, XMP: nothing to learn here.
        }
      }
      at = content + length + (length & 1);
    }
  }

  // A reader takes the sizes that follow even where the chunk claims to be too short for them.
  private void lossyFrame(ByteBuffer file, int content) {
    if (content + VP8_SIZES + Integer.BYTES <= file.limit()) {
      int sizes = file.getInt(content + VP8_SIZES);
      frame(sizes & FOURTEEN_BITS, (sizes >>> 16) & FOURTEEN_BITS);
    }
  }

  private void losslessFrame(ByteBuffer file, int content) {
    if (content + 1 + Integer.BYTES <= file.limit()) {
      int sizes = file.getInt(content + 1);
      frame((sizes & FOURTEEN_BITS) + 1, ((sizes >>> 14) & FOURTEEN_BITS) + 1);
    }
  }

  private void frame(long width, long height) {
    largestFrame = Math.max(largestFrame, width * height);
  }

  /** The EXIF block: a TIFF structure. */
  Optional<byte[]> exif() {
    return exif;
  }

  /** Pixels of the largest frame; 0 if there is none. */
  long largestFrame() {
    return largestFrame;
  }
}
