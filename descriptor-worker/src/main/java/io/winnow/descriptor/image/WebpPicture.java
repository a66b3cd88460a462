package io.winnow.descriptor.image;

import io.winnow.descriptor.image.vp8.KeyFrame;
import io.winnow.descriptor.image.vp8.KeyFrameDecoder;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The first frame of a WebP on its canvas. Lossy frames are decoded here, lossless ones and alpha
 * by a reader that gets them as a file of their own.
 */
final class WebpPicture implements EncodedPicture {

  private static final int WHITE = 255;
  private static final int LOSSY_BYTES = 2; // planes of luma and chroma, and what filtering needs
  private static final int LOSSLESS_BYTES = 12;
  private static final int FILE_HEADER = 20;
  private static final byte LOSSLESS_SIGNATURE = 0x2f;

  private final byte[] webp;
  private final WebpChunks chunks;
  private final Consumer<Oddity> oddities;

  private WebpPicture(byte[] webp, Consumer<Oddity> oddities) throws IOException {
    this.webp = webp;
    this.chunks = WebpChunks.of(webp);
    this.oddities = oddities;
  }

  static EncodedPicture of(byte[] webp, Consumer<Oddity> oddities) throws IOException {
    return new WebpPicture(webp, oddities);
  }

  @Override
  public Footprint footprint() {
    long canvas = (long) chunks.canvasWidth() * chunks.canvasHeight();
    long frame = (long) chunks.width() * chunks.height();
    boolean lossless = chunks.lossless().isPresent();
    boolean alpha = lossless || chunks.alpha().isPresent();
    long perPixel = (lossless ? 0 : LOSSY_BYTES) + (alpha ? LOSSLESS_BYTES : 0) + 3L;
    return new Footprint(
        chunks.canvasWidth(),
        chunks.canvasHeight(),
        alpha ? 4 : 3,
        8,
        Math.max(canvas, frame),
        perPixel * frame + Footprint.RESULT_BYTES * canvas);
  }

  @Override
  public DecodedImage decode() throws IOException {
    DecodedImage frame = chunks.lossy().isPresent() ? decodeLossy() : decodeLossless();
    Profiles.apply(chunks.profile(), ColourProfile.Kind.RGB, frame.rgb(), oddities);
    return frame.onCanvas(chunks.canvasWidth(), chunks.canvasHeight(), chunks.left(), chunks.top());
  }

  private DecodedImage decodeLossy() throws IOException {
    WebpChunks.Chunk chunk = chunks.lossy().get();
    KeyFrame frame = KeyFrameDecoder.decode(webp, chunk.start(), chunk.end());
    byte[] rgb = frame.toRgb();
    Optional<WebpChunks.Chunk> alpha = chunks.alpha();
    if (alpha.isPresent()) {
      layOnWhite(rgb, WebpAlpha.decode(webp, alpha.get(), frame.width(), frame.height()));
    }
    return new DecodedImage(frame.width(), frame.height(), rgb);
  }

  private static void layOnWhite(byte[] rgb, byte[] alpha) {
    for (int i = 0; i < rgb.length; i++) {
      int opacity = alpha[i / 3] & 0xff;
      rgb[i] = (byte) (((rgb[i] & 0xff) * opacity + WHITE * (255 - opacity) + 127) / 255);
    }
  }

  private DecodedImage decodeLossless() throws IOException {
    WebpChunks.Chunk chunk = chunks.lossless().get();
    ByteBuffer file = losslessFile(chunk.length());
    file.put(webp, chunk.start(), chunk.length());
    return PixelUnpacker.unpack(ImageIoReader.of("webp").read(file.array()));
  }

  /**
   * Decodes VP8L data without their header.
   *
   * @return the raster whose second band, green, carries the values
   */
  static Raster readHeaderless(byte[] webp, int start, int end, int width, int height)
      throws IOException {
    ByteBuffer file = losslessFile(5 + end - start);
    file.put(LOSSLESS_SIGNATURE).putInt(width - 1 | (height - 1) << 14);
    file.put(webp, start, end - start);
    BufferedImage image = ImageIoReader.of("webp").read(file.array());
    return image.getRaster();
  }

  /** A file of one lossless frame, up to its data. */
  private static ByteBuffer losslessFile(int length) {
    int padded = length + (length & 1);
    ByteBuffer file = ByteBuffer.allocate(FILE_HEADER + padded).order(ByteOrder.LITTLE_ENDIAN);
    return file.put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(FILE_HEADER - 8 + padded)
        .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
        .putInt(length);
  }

  @Override
  public Orientation orientation() {
    return ExifOrientation.of(chunks.exif());
  }
}
