package io.winnow.descriptor.image.vp8;

import java.util.Arrays;

/**
 * Decodes a VP8 key frame (RFC 6386), which a lossy WebP is, to the very samples of libwebp. Takes
 * one and a half bytes a pixel for the planes, rounded up to whole macroblocks.
 */
public final class KeyFrameDecoder {

  private static final int HEADER_BYTES = 10;
  private static final int FOURTEEN_BITS = 0x3fff;
  private static final int PARTITION_SIZE_BYTES = 3;

  private final byte[] data;
  private final int end;
  private final int columns;
  private final int rows;
  private final FrameHeader header;
  private final BoolDecoder modeBits;
  private final BoolDecoder[] partitions;
  private final KeyFrame frame;
  private final Macroblock block = new Macroblock();
  private final ModeReader modes;
  private final ResidualReader residuals;
  private final Predictor predictor;
  // What the loop filter needs to know, a macroblock each: its strength and whether inside, too.
  private final FilterStrength[] strengths;
  private final boolean[] inner;

  private KeyFrameDecoder(byte[] data, int start, int end) throws Vp8Exception {
    this.data = data;
    this.end = end;
    if (end - start < HEADER_BYTES) {
      throw new Vp8Exception("the data end in the frame's header");
    }
    int tag = littleEndian(start, 3);
    if ((tag & 1) != 0) {
      throw new Vp8Exception("the frame is no key frame");
    }
    if (littleEndian(start + 3, 3) != 0x2a019d) {
      throw new Vp8Exception("the start code is missing");
    }
    int width = littleEndian(start + 6, 2) & FOURTEEN_BITS;
    int height = littleEndian(start + 8, 2) & FOURTEEN_BITS;
    if (width == 0 || height == 0) {
      throw new Vp8Exception("the frame is %dx%d".formatted(width, height));
    }
    int first = start + HEADER_BYTES;
    int firstBytes = tag >> 5;
    if (firstBytes > end - first) {
      throw new Vp8Exception("the data end in the first partition");
    }
    this.modeBits = new BoolDecoder(data, first, first + firstBytes);
    this.header = FrameHeader.read(modeBits);
    this.partitions = partitions(first + firstBytes);
    this.columns = (width + 15) / 16;
    this.rows = (height + 15) / 16;
    this.frame =
        new KeyFrame(
            width,
            height,
            new Plane(16 * columns, 16 * rows),
            new Plane(8 * columns, 8 * rows),
            new Plane(8 * columns, 8 * rows));
    this.modes = new ModeReader(header, modeBits, columns);
    this.residuals = new ResidualReader(header, columns);
    this.predictor = new Predictor(frame, columns);
    this.strengths = new FilterStrength[columns * rows];
    this.inner = new boolean[columns * rows];
  }

  /**
   * Decodes one frame.
   *
   * @param data holds it
   * @param start of its first byte
   * @param end after its last byte
   * @throws Vp8Exception if it is no key frame, broken or truncated
   */
  public static KeyFrame decode(byte[] data, int start, int end) throws Vp8Exception {
    KeyFrameDecoder decoder = new KeyFrameDecoder(data, start, end);
    decoder.reconstruct();
    decoder.filter();
    return decoder.frame;
  }

  /** The last partition has no size of its own. */
  private BoolDecoder[] partitions(int sizes) throws Vp8Exception {
    BoolDecoder[] decoders = new BoolDecoder[header.partitions()];
    int at = sizes + PARTITION_SIZE_BYTES * (decoders.length - 1);
    if (at > end) {
      throw new Vp8Exception("the data end before the token partitions");
    }
    for (int i = 0; i < decoders.length; i++) {
      int left = end - at;
      int size =
          i == decoders.length - 1
              ? left
              : Math.min(left, littleEndian(sizes + PARTITION_SIZE_BYTES * i, 3));
      decoders[i] = new BoolDecoder(data, at, at + size);
      at += size;
    }
    return decoders;
  }

  private void reconstruct() throws Vp8Exception {
    for (int row = 0; row < rows; row++) {
      BoolDecoder tokens = partitions[row % partitions.length];
      modes.startRow();
      residuals.startRow();
      for (int column = 0; column < columns; column++) {
        modes.read(block, column);
        Arrays.fill(block.coefficients, 0);
        boolean coded = residuals.read(block, column, tokens);
        predictor.reconstruct(block, column, row, coded);
        FrameHeader.Segment segment = header.segments()[block.segment];
        strengths[row * columns + column] = block.split ? segment.split() : segment.whole();
        inner[row * columns + column] = block.split || coded;
      }
    }
  }

  /** After all of the frame: prediction looks at samples that are not filtered. */
  private void filter() {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = row * columns + column;
        FilterStrength strength = strengths[at];
        if (strength.limit() == 0) {
          continue;
        }
        if (header.simpleFilter()) {
          LoopFilter.simple(frame.luma(), column, row, strength, inner[at]);
        } else {
          LoopFilter.normal(frame.luma(), 16, column, row, strength, inner[at]);
          LoopFilter.normal(frame.u(), 8, column, row, strength, inner[at]);
          LoopFilter.normal(frame.v(), 8, column, row, strength, inner[at]);
        }
      }
    }
  }

  private int littleEndian(int at, int count) {
    int value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | data[at + i] & 0xff;
    }
    return value;
  }
}
