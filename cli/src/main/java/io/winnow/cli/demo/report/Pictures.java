package io.winnow.cli.demo.report;

/** Where the report takes the thumbnails from. */
@FunctionalInterface
public interface Pictures {
  /**
   * A picture.
   *
   * @param imageId an image of the pool
   * @return PNG file
   */
  byte[] png(String imageId);
}
