package io.winnow.descriptor.image;

import java.io.IOException;

/** A picture of a known format whose header has been read and whose pixels have not. */
interface EncodedPicture {

  /** What the header announces, so that it can be refused before memory is taken. */
  Footprint footprint();

  /**
   * The pixels as they are stored, on their canvas, in sRGB.
   *
   * @throws IOException if they are broken or truncated
   */
  DecodedImage decode() throws IOException;

  /** How they are to be turned. */
  Orientation orientation();
}
