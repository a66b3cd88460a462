package io.winnow.descriptor.encoder;

import io.winnow.descriptor.backbone.InputShape;
import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.Disguise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Measures the {@link DuplicateCosine} of an encoder on a seeded reservoir of its sample. The
 * images are kept at the size of the network input, so that memory does not grow with the pictures.
 */
final class DuplicateCalibration {

  private static final int MAX_IMAGES = 512;
  private static final int MAX_BYTES = 1 << 26;
  private static final int BATCH = 64;

  private final List<DecodedImage> reservoir = new ArrayList<>();
  private final InputSized sized;
  private final int capacity;
  private final long seed;
  private final Random random;
  private int seen;

  DuplicateCalibration(InputShape input, long seed) {
    this.sized = new InputSized(input.width());
    this.capacity =
        Math.max(2, Math.min(MAX_IMAGES, MAX_BYTES / (3 * input.height() * input.width())));
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Offers the next image of the sample; keeps it with equal chance for all. */
  void offer(DecodedImage image) {
    seen++;
    if (reservoir.size() < capacity) {
      reservoir.add(sized.of(image));
    } else {
      int place = random.nextInt(seen);
      if (place < capacity) {
        reservoir.set(place, sized.of(image));
      }
    }
  }

  /**
   * Describes the reservoir and one disguise of each of its images, of every kind in turn.
   *
   * @param describer gives the descriptors of a batch of pictures, in order
   */
  DuplicateCosine measure(Function<List<DecodedImage>, float[][]> describer) {
    SplittableRandom strength = new SplittableRandom(seed);
    Disguise[] kinds = Disguise.values();
    List<DecodedImage> copies = new ArrayList<>();
    for (int i = 0; i < reservoir.size(); i++) {
      copies.add(kinds[i % kinds.length].of(reservoir.get(i), strength));
    }
    float[][] originals = describe(describer, reservoir);
    return DuplicateCosine.separating(
        cosinesToCopies(originals, describe(describer, copies)), cosinesToNearest(originals));
  }

  private static float[][] describe(
      Function<List<DecodedImage>, float[][]> describer, List<DecodedImage> images) {
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

  private static double[] cosinesToNearest(float[][] descriptors) {
    double[] nearest = new double[descriptors.length];
    Arrays.fill(nearest, -1);
    for (int i = 0; i < descriptors.length; i++) {
      for (int j = 0; j < i; j++) {
        double cosine = dot(descriptors[i], descriptors[j]);
        nearest[i] = Math.max(nearest[i], cosine);
        nearest[j] = Math.max(nearest[j], cosine);
      }
    }
    return nearest;
  }

  private static double dot(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }
}
