package io.winnow.cli.publish;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Images to publish, in a fixed order. */
interface ImageFeed {

  /**
   * One image.
   *
   * @param imageId record key
   * @param contentType media type
   * @param uri where it lies, or null if it is not a file of its own and has to go inline
   * @param content reads the encoded bytes
   */
  record Entry(String imageId, String contentType, String uri, Content content) {}

  /** Reads encoded bytes. */
  @FunctionalInterface
  interface Content {
    byte[] read() throws IOException;
  }

  /** How many there are. */
  long size();

  /** The next, or null at the end. */
  Entry next();

  /** What lies there too but is no image, by path; for the report. */
  List<String> leftOut();

  /** What could not be read so far, for the report. */
  List<SkippedFile> skipped();

  /** {@code limit} where it is smaller than {@code available}. */
  static long limited(long available, OptionalLong limit) {
    return limit.isPresent() ? Math.min(available, limit.getAsLong()) : available;
  }
}
