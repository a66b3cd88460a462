package io.winnow.descriptor.source;

import io.winnow.descriptor.image.ImageRejectedException;
import io.winnow.descriptor.image.RejectionKind;
import io.winnow.schemas.ImageReceived;
import java.nio.ByteBuffer;

/** The encoded image that a record carries itself. */
public final class InlineImage {

  private InlineImage() {}

  /**
   * Whether a record carries its image; else it points to it.
   *
   * @throws ImageRejectedException if it does both or neither
   */
  public static boolean isInline(ImageReceived image) throws ImageRejectedException {
    String uri = image.getUri();
    if ((uri == null) == (image.getBytes() == null)) {
      throw new ImageRejectedException(
          RejectionKind.INVALID_SOURCE,
          uri == null ? "neither uri nor bytes is set" : "both uri and bytes are set");
    }
    return uri == null;
  }

  /**
   * A copy of the image.
   *
   * @return 1 to {@code maxBytes} bytes
   * @throws ImageRejectedException if there are more, or none
   */
  public static byte[] bytes(ImageReceived image, int maxBytes) throws ImageRejectedException {
    ByteBuffer bytes = image.getBytes();
    if (bytes.remaining() > maxBytes) {
      throw Rejections.tooManyBytes("inline image", maxBytes);
    }
    if (!bytes.hasRemaining()) {
      throw new ImageRejectedException(RejectionKind.UNDECODABLE, "inline image is empty");
    }
    byte[] encoded = new byte[bytes.remaining()];
    bytes.duplicate().get(encoded);
    return encoded;
  }
}
