package io.winnow.descriptor.image.vp8;

import java.io.IOException;

/** Bytes that are no VP8 key frame, or a broken or truncated one. */
public final class Vp8Exception extends IOException {

  private static final long serialVersionUID = 1L;

  Vp8Exception(String message) {
    super("VP8: " + message);
  }
}
