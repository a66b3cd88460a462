package io.winnow.descriptor.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import javax.imageio.IIOException;

/**
 * The first frame of a WebP on its canvas. The reader gets the frame as a file of its own: nothing
 * beside it can make the reader fail or take memory, and a frame of an animation is no exception.
 */
final class WebpPicture implements EncodedPicture {

  private static final int WHITE = 255;
  // The reader's raster and what it is made of, measured at 12 megapixels.
  private static final int OPAQUE_BYTES = 4;
  private static final int ALPHA_BYTES = 8;
  private static final int ALPHA_FLAG = 0x10;
  private static final int EXTENDED_BYTES = 10;

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
    long perPixel = chunks.alpha().isPresent() ? ALPHA_BYTES : OPAQUE_BYTES;
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
    Optional<WebpChunks.Chunk> raw =
        chunks.lossy().flatMap(lossy -> chunks.alpha()).filter(c -> WebpAlpha.isRaw(webp, c));
    byte[] file = frameFile(raw.isPresent() ? Optional.empty() : chunks.alpha());
    DecodedImage frame = PixelUnpacker.unpack(ImageIoReader.of("webp").read(file));
    if (frame.width() != chunks.width() || frame.height() != chunks.height()) {
      throw new IIOException("the WebP's frame has two sizes");
    }
    Profiles.apply(chunks.profile(), ColourProfile.Kind.RGB, frame.rgb(), oddities);
    if (raw.isPresent()) {
      layOnWhite(frame, WebpAlpha.read(webp, raw.get(), frame.width(), frame.height()));
    }
    return frame.onCanvas(chunks.canvasWidth(), chunks.canvasHeight(), chunks.left(), chunks.top());
  }

  private static void layOnWhite(DecodedImage frame, byte[] alpha) {
    byte[] rgb = frame.rgb();
    for (int i = 0; i < rgb.length; i++) {
      int opacity = alpha[i / 3] & 0xff;
      rgb[i] = (byte) (((rgb[i] & 0xff) * opacity + WHITE * (255 - opacity) + 127) / 255);
    }
  }

  /** A file of nothing but the first frame. */
  private byte[] frameFile(Optional<WebpChunks.Chunk> alpha) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ascii("WEBP"));
    if (chunks.lossless().isPresent()) {
      write(body, "VP8L", webp, chunks.lossless().get());
    } else {
      if (alpha.isPresent()) {
        byte[] extended = extended();
        write(body, "VP8X", extended, new WebpChunks.Chunk(0, extended.length));
        write(body, "ALPH", webp, alpha.get());
      }
      write(body, "VP8 ", webp, chunks.lossy().orElseThrow());
    }
    ByteBuffer file = ByteBuffer.allocate(8 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
    return file.put(ascii("RIFF")).putInt(body.size()).put(body.toByteArray()).array();
  }

  /** The header of a file with alpha: flags, three reserved bytes, the sizes less one. */
  private byte[] extended() {
    int right = chunks.width() - 1;
    int bottom = chunks.height() - 1;
    return ByteBuffer.allocate(EXTENDED_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(ALPHA_FLAG)
        .putShort((short) right)
        .put((byte) (right >> 16))
        .putShort((short) bottom)
        .put((byte) (bottom >> 16))
        .array();
  }

  private static void write(
      ByteArrayOutputStream body, String name, byte[] from, WebpChunks.Chunk chunk) {
    body.writeBytes(ascii(name));
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    body.writeBytes(length.putInt(chunk.length()).array());
    body.write(from, chunk.start(), chunk.length());
    body.writeBytes(new byte[chunk.length() & 1]);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public Orientation orientation() {
    return ExifOrientation.of(chunks.exif());
  }
}
