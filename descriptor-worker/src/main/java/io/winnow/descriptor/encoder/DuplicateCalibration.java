package io.winnow.descriptor.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Measures the {@link DuplicateCosine} of an encoder on a seeded reservoir of its sample. The
 * images are kept as prepared pixels, so that memory does not grow with the pictures.
 */
final class DuplicateCalibration {

  private static final int MAX_IMAGES = 512;
  private static final int MAX_VALUES = 1 << 24;
  private static final int BATCH = 64;
  private static final double COPIES_QUANTILE = 0.5;
  private static final double UNRELATED_QUANTILE = 0.999;

  private final List<float[]> reservoir = new ArrayList<>();
  private final int capacity;
  private final Random random;
  private int seen;

  DuplicateCalibration(int imageLength, long seed) {
    this.capacity = Math.max(2, Math.min(MAX_IMAGES, MAX_VALUES / imageLength));
    this.random = new Random(seed);
  }

  /** Offers the next image of the sample; keeps it with equal chance for all. */
  void offer(float[] pixels) {
    seen++;
    if (reservoir.size() < capacity) {
      reservoir.add(pixels);
    } else {
      int place = random.nextInt(seen);
      if (place < capacity) {
        reservoir.set(place, pixels);
      }
    }
  }

  /**
   * Describes the reservoir and a perturbed copy of each of its images.
   *
   * @param perturbation makes the copies
   * @param describer gives the descriptors of a batch of prepared images, in order
   */
  DuplicateCosine measure(Perturbation perturbation, Function<List<float[]>, float[][]> describer) {
    List<float[]> copies = new ArrayList<>();
    for (int i = 0; i < reservoir.size(); i++) {
      copies.add(perturbation.copy(reservoir.get(i), i, random));
    }
    float[][] originals = describe(describer, reservoir);
    float[][] perturbed = describe(describer, copies);
    double copy = quantile(cosinesToCopies(originals, perturbed), COPIES_QUANTILE);
    double unrelated = quantile(cosinesOfPairs(originals), UNRELATED_QUANTILE);
    return new DuplicateCosine((copy + unrelated) / 2, copy, unrelated, originals.length);
  }

  private static float[][] describe(
      Function<List<float[]>, float[][]> describer, List<float[]> images) {
    float[][] descriptors = new float[images.size()][];
    for (int from = 0; from < descriptors.length; from += BATCH) {
      int to = Math.min(from + BATCH, descriptors.length);
      float[][] batch = describer.apply(images.subList(from, to));
      System.arraycopy(batch, 0, descriptors, from, batch.length);
    }
    return descriptors;
  }

  private static double[] cosinesToCopies(float[][] originals, float[][] copies) {
    double[] cosines = new double[originals.length];
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = dot(originals[i], copies[i]);
    }
    return cosines;
  }

  private static double[] cosinesOfPairs(float[][] descriptors) {
    double[] cosines = new double[descriptors.length * (descriptors.length - 1) / 2];
    int at = 0;
    for (int i = 0; i < descriptors.length; i++) {
      for (int j = 0; j < i; j++) {
        cosines[at++] = dot(descriptors[i], descriptors[j]);
      }
    }
    return cosines;
  }

  private static double dot(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }

  /** The smallest value with at least this share of all values at or below it. */
  private static double quantile(double[] values, double share) {
    Arrays.sort(values);
    return values[Math.max(0, (int) Math.ceil(share * values.length) - 1)];
  }
}
