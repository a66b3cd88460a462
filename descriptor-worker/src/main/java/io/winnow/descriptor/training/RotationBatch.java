package io.winnow.descriptor.training;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Square one-channel images in all four rotations (0, 90, 180, 270 degrees counter-clockwise), each
 * labelled with its number of quarter turns. The label comes from the picture itself, so no human
 * label can leak into what the network learns.
 */
final class RotationBatch {

  static final int TURNS = 4;

  private RotationBatch() {}

  /** {@code 4 * images.size()} inputs (N, side, side, 1) with one-hot labels (N, 4). */
  static DataSet of(List<float[]> images, int side) {
    int pixels = side * side;
    float[] inputs = new float[images.size() * TURNS * pixels];
    float[] labels = new float[images.size() * TURNS * TURNS];
    int n = 0;
    for (float[] image : images) {
      float[] turned = image;
      for (int turn = 0; turn < TURNS; turn++) {
        System.arraycopy(turned, 0, inputs, n * pixels, pixels);
        labels[n * TURNS + turn] = 1;
        turned = quarterTurn(turned, side);
        n++;
      }
    }
    INDArray features = Nd4j.create(inputs, new long[] {n, side, side, 1}, 'c');
    return new DataSet(features, Nd4j.create(labels, new long[] {n, TURNS}, 'c'));
  }

  static float[] quarterTurn(float[] image, int side) {
    float[] turned = new float[image.length];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        turned[(side - 1 - x) * side + y] = image[y * side + x];
      }
    }
    return turned;
  }
}
