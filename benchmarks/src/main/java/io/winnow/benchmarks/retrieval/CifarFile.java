package io.winnow.benchmarks.retrieval;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.descriptor.image.DecodedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** CIFAR-10's binary format: a label byte, then red, green and blue planes of 32x32. */
final class CifarFile {

  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;

  private CifarFile() {}

  /** The first {@code count} pictures of a gzipped file. */
  static List<LabelledPicture> read(Path file, int count) throws IOException {
    List<LabelledPicture> pictures = new ArrayList<>(count);
    try (InputStream in = PictureSets.open(file)) {
      while (pictures.size() < count) {
        byte[] record = in.readNBytes(1 + 3 * PLANE);
        if (record.length < 1 + 3 * PLANE) {
          throw new BenchmarkException(
              "%s has %d whole pictures, %d are wanted".formatted(file, pictures.size(), count));
        }
        pictures.add(new LabelledPicture(picture(record), record[0]));
      }
    }
    return pictures;
  }

  private static DecodedImage picture(byte[] record) {
    byte[] rgb = new byte[3 * PLANE];
    for (int p = 0; p < PLANE; p++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * p + c] = record[1 + c * PLANE + p];
      }
    }
    return new DecodedImage(SIDE, SIDE, rgb);
  }
}
