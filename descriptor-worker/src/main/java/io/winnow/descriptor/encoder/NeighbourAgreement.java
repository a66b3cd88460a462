package io.winnow.descriptor.encoder;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How alike two encoders rank the neighbours of one image.
 *
 * @param query index of the image
 * @param overlap share of the {@code k} nearest neighbours that both name, 0..1
 * @param rankCorrelation Spearman's rho of the two rankings of all other images, -1..1
 */
public record NeighbourAgreement(int query, double overlap, double rankCorrelation) {

  /**
   * Compares the rankings by cosine; ties are ranked by index.
   *
   * @param first unit descriptors of the images under one encoder
   * @param second unit descriptors of the same images under the other
   * @param query index of the image whose neighbours are ranked
   * @param k neighbours compared, 1 to the number of images less one
   */
  public static NeighbourAgreement of(float[][] first, float[][] second, int query, int k) {
    int others = first.length - 1;
    if (second.length != first.length || others < 2 || k < 1 || k > others) {
      throw new IllegalArgumentException(
          "cannot compare %d neighbours among %d and %d images"
              .formatted(k, first.length, second.length));
    }
    List<Integer> one = ranking(first, query);
    List<Integer> other = ranking(second, query);
    Set<Integer> common = new HashSet<>(one.subList(0, k));
    common.retainAll(other.subList(0, k));
    int[] place = new int[first.length];
    for (int rank = 0; rank < others; rank++) {
      place[other.get(rank)] = rank;
    }
    double squares = 0;
    for (int rank = 0; rank < others; rank++) {
      double difference = rank - place[one.get(rank)];
      squares += difference * difference;
    }
    double n = others;
    return new NeighbourAgreement(
        query, (double) common.size() / k, 1 - 6 * squares / (n * (n * n - 1)));
  }

  private static List<Integer> ranking(float[][] descriptors, int query) {
    double[] cosines = new double[descriptors.length];
    for (int i = 0; i < cosines.length; i++) {
      for (int f = 0; f < descriptors[i].length; f++) {
        cosines[i] += (double) descriptors[query][f] * descriptors[i][f];
      }
    }
    return IntStream.range(0, cosines.length)
        .filter(i -> i != query)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer i) -> -cosines[i])
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }
}
