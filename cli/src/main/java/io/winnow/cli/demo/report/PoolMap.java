package io.winnow.cli.demo.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Where the images lie in the plane of the two directions in which their descriptors differ most
 * (principal components, by power iteration; a fixed start and summation order).
 */
public final class PoolMap {
  private static final int MAX_ITERATIONS = 200;
  private static final double CONVERGED = 1e-9;

  /**
   * A place in the plane.
   *
   * @param x along the first principal component
   * @param y along the second
   */
  record Point(double x, double y) {}

  private final Map<String, Point> points;

  private PoolMap(Map<String, Point> points) {
    this.points = points;
  }

  /**
   * Lays the images out.
   *
   * @param descriptors by image id, all of one length
   */
  public static PoolMap of(SortedMap<String, float[]> descriptors) {
    double[][] rows = centred(descriptors);
    double[] first = direction(rows, null);
    double[] second = direction(rows, first);
    Map<String, Point> points = new LinkedHashMap<>();
    int row = 0;
    for (String imageId : descriptors.keySet()) {
      points.put(imageId, new Point(dot(rows[row], first), dot(rows[row], second)));
      row++;
    }
    return new PoolMap(points);
  }

  /** All images, by id. */
  Map<String, Point> points() {
    return points;
  }

  private static double[][] centred(SortedMap<String, float[]> descriptors) {
    if (descriptors.isEmpty()) {
      throw new IllegalArgumentException("no descriptors to lay out");
    }
    int size = descriptors.get(descriptors.firstKey()).length;
    double[] mean = new double[size];
    for (float[] descriptor : descriptors.values()) {
      for (int i = 0; i < size; i++) {
        mean[i] += descriptor[i] / descriptors.size();
      }
    }
    double[][] rows = new double[descriptors.size()][size];
    int row = 0;
    for (float[] descriptor : descriptors.values()) {
      for (int i = 0; i < size; i++) {
        rows[row][i] = descriptor[i] - mean[i];
      }
      row++;
    }
    return rows;
  }

  /** The direction of the largest variance, at a right angle to {@code other} if there is one. */
  private static double[] direction(double[][] rows, double[] other) {
    double[] vector = new double[rows[0].length];
    for (int i = 0; i < vector.length; i++) {
      // Not a multiple of any axis or of the diagonal: it has a share in every direction.
      vector[i] = 1 + i % 7;
    }
    normalise(vector, other);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double[] next = new double[vector.length];
      for (double[] row : rows) {
        double weight = dot(row, vector);
        for (int i = 0; i < next.length; i++) {
          next[i] += weight * row[i];
        }
      }
      normalise(next, other);
      double change = 1 - Math.abs(dot(next, vector));
      vector = next;
      if (change < CONVERGED) {
        break;
      }
    }
    return vector;
  }

  private static void normalise(double[] vector, double[] other) {
    if (other != null) {
      double share = dot(vector, other);
      for (int i = 0; i < vector.length; i++) {
        vector[i] -= share * other[i];
      }
    }
    double norm = Math.sqrt(dot(vector, vector));
    if (norm > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= norm;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
