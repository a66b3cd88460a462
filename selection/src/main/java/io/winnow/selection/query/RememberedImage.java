package io.winnow.selection.query;

/**
 * An image that an earlier round selected.
 *
 * @param imageId the image
 * @param round the round
 * @param vector its descriptor, by the encoder of the candidates; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per access would cost 1 KB
public record RememberedImage(String imageId, long round, float[] vector) {}
