package io.winnow.descriptor.image;

/**
 * A picture as the mean colours of its blocks: what a descriptor sees of it, and little changed by
 * what decoders may do differently.
 *
 * @param levels red, green and blue of each block, row by row; 0 to 255
 */
record BlockMeans(double[] levels) {

  static BlockMeans of(DecodedImage image, int columns, int rows) {
    double[] levels = new double[3 * columns * rows];
    for (int block = 0; block < columns * rows; block++) {
      int left = block % columns * image.width() / columns;
      int right = (block % columns + 1) * image.width() / columns;
      int top = block / columns * image.height() / rows;
      int bottom = (block / columns + 1) * image.height() / rows;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          for (int colour = 0; colour < 3; colour++) {
            levels[3 * block + colour] += image.rgb()[3 * (y * image.width() + x) + colour] & 0xff;
          }
        }
      }
      for (int colour = 0; colour < 3; colour++) {
        levels[3 * block + colour] /= (double) (right - left) * (bottom - top);
      }
    }
    return new BlockMeans(levels);
  }

  /** Largest difference of a level. */
  double farthest(BlockMeans other) {
    double farthest = 0;
    for (int i = 0; i < levels.length; i++) {
      farthest = Math.max(farthest, Math.abs(levels[i] - other.levels[i]));
    }
    return farthest;
  }

  /** Cosine of the levels, each picture's mean level taken off: 1 of equal pictures. */
  double cosine(BlockMeans other) {
    double mean = mean();
    double otherMean = other.mean();
    double dot = 0;
    double norm = 0;
    double otherNorm = 0;
    for (int i = 0; i < levels.length; i++) {
      double a = levels[i] - mean;
      double b = other.levels[i] - otherMean;
      dot += a * b;
      norm += a * a;
      otherNorm += b * b;
    }
    return dot / Math.sqrt(norm * otherNorm);
  }

  double mean() {
    double sum = 0;
    for (double level : levels) {
      sum += level;
    }
    return sum / levels.length;
  }
}
