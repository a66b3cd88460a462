package io.winnow.selection.ledger;

/**
 * Points to a picture and pins its content.
 *
 * @param uri where it lies, or null if it came inline
 * @param sha256 of the encoded bytes, lower-case hex
 * @param width in pixels
 * @param height in pixels
 */
public record ImageReference(String uri, String sha256, int width, int height) {}
