package io.winnow.cli.publish;

import io.winnow.descriptor.image.EncodedFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells a picture from its first bytes, as the worker does; a name says nothing. */
public final class PictureContent {

  /** What {@link #mediaType} knows, for messages. */
  public static final String FORMATS = "JPEG, PNG, GIF, BMP, WebP, TIFF";

  private static final int HEAD_BYTES = 32;

  /** By the names of {@link EncodedFormat}. */
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "jpeg", "image/jpeg",
          "png", "image/png",
          "gif", "image/gif",
          "bmp", "image/bmp",
          "webp", "image/webp",
          "tiff", "image/tiff");

  /** Two letters make no bitmap of a text: the size of its second header is one of few. */
  private static final Set<Integer> BMP_HEADER_BYTES = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

  private static final int BMP_HEADER_AT = 14;

  private PictureContent() {}

  /**
   * The media type of a file.
   *
   * @return empty if it is no picture
   */
  public static Optional<String> mediaType(Path file) throws IOException {
    return mediaType(head(file));
  }

  static Optional<String> mediaType(byte[] head) {
    String format = EncodedFormat.of(head).tag();
    return format.equals("bmp") && !isBitmap(head)
        ? Optional.empty()
        : Optional.ofNullable(MEDIA_TYPES.get(format));
  }

  /** The first bytes of a file; fewer where it has no more. */
  static byte[] head(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return input.readNBytes(HEAD_BYTES);
    }
  }

  private static boolean isBitmap(byte[] head) {
    return head.length >= BMP_HEADER_AT + Integer.BYTES
        && BMP_HEADER_BYTES.contains(
            ByteBuffer.wrap(Arrays.copyOf(head, BMP_HEADER_AT + Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(BMP_HEADER_AT));
  }
}
