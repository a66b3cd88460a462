package io.winnow.benchmarks.experiment.learner;

/**
 * What a learner reads of each image.
 *
 * @param channels planes of an image; a plain vector has as many as values
 * @param height rows of a plane
 * @param width columns of a plane
 * @param values one row per image, {@code [channel][y][x]}; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would double the pool
public record Examples(int channels, int height, int width, float[][] values) {

  /** Plain vectors. */
  public static Examples ofVectors(float[][] vectors) {
    return new Examples(vectors[0].length, 1, 1, vectors);
  }

  /** Values of an image. */
  int length() {
    return channels * height * width;
  }

  public int count() {
    return values.length;
  }
}
