package io.winnow.descriptor.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import javax.imageio.IIOException;

/**
 * The first frame of a WebP on its canvas. The reader gets the frame as a file of its own: nothing
 * beside it can make the reader fail or take memory, and a frame of an animation is no exception.
 */
final class WebpPicture implements EncodedPicture {

  private static final int WHITE = 255;
  // The reader's rasters, and pixels as ints where there is alpha or no loss.
  private static final int OPAQUE_BYTES = 4;
  private static final int ALPHA_BYTES = 8;

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
    boolean alpha = chunks.lossless().isPresent() || chunks.alpha().isPresent();
    long perPixel = alpha ? ALPHA_BYTES : OPAQUE_BYTES;
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
    return frame.onCanvas(chunks.canvasWidth(), chunks.canvasHeight(), chunks.left(), chunks.top());
  }

  private DecodedImage decodeLossy() throws IOException {
    WebpChunks.Chunk chunk = chunks.lossy().orElseThrow();
    long pixels = (long) chunks.width() * chunks.height();
    byte[] file = WebpFrameFile.of("VP8 ", webp, chunk.start(), chunk.length(), pixels);
    DecodedImage frame = PixelUnpacker.unpack(ImageIoReader.of("webp").read(file));
    if (frame.width() != chunks.width() || frame.height() != chunks.height()) {
      throw new IIOException("the WebP's frame has two sizes");
    }
    applyProfile(frame);
    if (chunks.alpha().isPresent()) {
      byte[] alpha = WebpAlpha.decode(webp, chunks.alpha().get(), frame.width(), frame.height());
      layOnWhite(frame.rgb(), i -> alpha[i] & 0xff);
    }
    return frame;
  }

  private DecodedImage decodeLossless() throws IOException {
    WebpChunks.Chunk chunk = chunks.lossless().orElseThrow();
    byte[] content = Arrays.copyOfRange(webp, chunk.start(), chunk.end());
    int[] pixels = LosslessWebp.decode(content, chunks.width(), chunks.height());
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (pixels[i / 3] >> 16 - i % 3 * 8);
    }
    DecodedImage frame = new DecodedImage(chunks.width(), chunks.height(), rgb);
    applyProfile(frame);
    if (chunks.losslessAlpha()) {
      layOnWhite(rgb, i -> pixels[i] >>> 24);
    }
    return frame;
  }

  private void applyProfile(DecodedImage frame) {
    Profiles.apply(chunks.profile(), ColourProfile.Kind.RGB, frame.rgb(), oddities);
  }

  private static void layOnWhite(byte[] rgb, IntUnaryOperator alpha) {
    for (int i = 0; i < rgb.length; i++) {
      int opacity = alpha.applyAsInt(i / 3);
      rgb[i] = (byte) (((rgb[i] & 0xff) * opacity + WHITE * (255 - opacity) + 127) / 255);
    }
  }

  @Override
  public Orientation orientation() {
    return ExifOrientation.of(chunks.exif());
  }
}
