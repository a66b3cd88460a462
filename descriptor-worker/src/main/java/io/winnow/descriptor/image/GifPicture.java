package io.winnow.descriptor.image;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.IIOException;

/** The first frame of a GIF on its canvas, which shows white where the frame does not reach. */
final class GifPicture implements EncodedPicture {

  private static final int HEADER_BYTES = 13;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int COLOUR_TABLE = 0x80;

  private final byte[] gif;
  private final Rectangle frame;
  private final Rectangle canvas;

  private GifPicture(byte[] gif) throws IOException {
    this.gif = gif;
    if (gif.length < HEADER_BYTES) {
      throw new IIOException("the GIF ends in its header");
    }
    this.frame = firstFrame();
    // Some say a canvas of no size, or one that their frame does not fit into; viewers grow it.
    this.canvas = new Rectangle(0, 0, shortAt(6), shortAt(8)).union(frame);
  }

  static EncodedPicture of(byte[] gif) throws IOException {
    return new GifPicture(gif);
  }

  private Rectangle firstFrame() throws IIOException {
    int at = HEADER_BYTES;
    int flags = gif[10] & 0xff;
    if ((flags & COLOUR_TABLE) != 0) {
      at += 3 << ((flags & 7) + 1);
    }
    while (at + 10 <= gif.length) {
      if ((gif[at] & 0xff) == IMAGE) {
        Rectangle found =
            new Rectangle(shortAt(at + 1), shortAt(at + 3), shortAt(at + 5), shortAt(at + 7));
        if (found.isEmpty()) {
          throw new IIOException("the GIF's frame is %dx%d".formatted(found.width, found.height));
        }
        return found;
      }
      at = gif[at] == EXTENSION ? afterSubBlocks(at + 2) : at + 1;
    }
    throw new IIOException("the GIF has no frame");
  }

  private int afterSubBlocks(int start) {
    int at = start;
    while (at < gif.length && gif[at] != 0) {
      at += 1 + (gif[at] & 0xff);
    }
    return at + 1;
  }

  private int shortAt(int at) {
    return Short.toUnsignedInt(ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).getShort(at));
  }

  @Override
  public Footprint footprint() {
    // Indices of the frame, its colours, the canvas.
    return Footprint.of(canvas.width, canvas.height, 1, 8, 1 + 3);
  }

  @Override
  public DecodedImage decode() throws IOException {
    DecodedImage image = PixelUnpacker.unpack(ImageIoReader.of("gif").read(gif));
    return image.onCanvas(canvas.width, canvas.height, frame.x, frame.y);
  }

  @Override
  public Orientation orientation() {
    return Orientation.UPRIGHT;
  }
}
