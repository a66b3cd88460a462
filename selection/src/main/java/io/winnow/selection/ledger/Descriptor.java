package io.winnow.selection.ledger;

import java.util.Map;

/**
 * An image's descriptor by one encoder, with what an annotation request says of the image.
 *
 * @param encoderId the encoder
 * @param vector components, L2 norm 1, so that a dot product is a cosine; not copied
 * @param image the picture
 * @param attributes the producer's metadata
 * @param describedAt event time of the description, milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per access would cost 1 KB
public record Descriptor(
    String encoderId,
    float[] vector,
    ImageReference image,
    Map<String, String> attributes,
    long describedAt) {

  /** Returns the encoder with the length of this vector. */
  public EncoderRef encoder() {
    return new EncoderRef(encoderId, vector.length);
  }
}
