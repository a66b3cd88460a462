package io.winnow.selection.offline;

import java.util.Map;

/** Where descriptors are looked up. */
public interface DescriptorSource {

  /** Returns how many images have a descriptor. */
  int size();

  /** Returns whether an image has a descriptor. */
  boolean contains(String imageId);

  /**
   * Reads an image's descriptor. Called only for the images at the head of the ranking.
   *
   * @param imageId of which {@link #contains} is true
   * @return its components, all of one length, finite; the norm does not matter
   * @throws InvalidInputException if it cannot be read, naming the image
   */
  double[] read(String imageId);

  /** Returns those of a map from image id to components. */
  static DescriptorSource of(Map<String, float[]> vectors) {
    return new DescriptorSource() {
      @Override
      public int size() {
        return vectors.size();
      }

      @Override
      public boolean contains(String imageId) {
        return vectors.containsKey(imageId);
      }

      @Override
      public double[] read(String imageId) {
        float[] vector = vectors.get(imageId);
        double[] components = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
          components[i] = vector[i];
        }
        return components;
      }
    };
  }
}
