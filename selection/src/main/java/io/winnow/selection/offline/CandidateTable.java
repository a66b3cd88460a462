package io.winnow.selection.offline;

import io.winnow.selection.diagnostics.PoolSample;
import io.winnow.selection.resampling.RankingOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * What the last score of every image says: some 12 bytes an image besides its id, so that the last
 * one counts wherever it stands in a stream of millions.
 */
final class CandidateTable {
  private static final int FILTERED_OUT = -1;

  private final DescriptorSource descriptors;
  private final ImageIndex images = new ImageIndex();

  /** NaN where it is undefined. */
  private double[] uncertainties = new double[1024];

  /** Number of the image's traits, or {@link #FILTERED_OUT}. */
  private int[] traits = new int[1024];

  CandidateTable(DescriptorSource descriptors) {
    this.descriptors = descriptors;
  }

  /** The head of a ranking with the pool's sample and the counts of what it was taken from. */
  record Ranking(List<Ranked> head, List<String> sample, SelectionCounts counts) {}

  /** An image in its place. */
  record Ranked(String imageId, double uncertainty, int traits) {
    static final Comparator<Ranked> ORDER =
        (a, b) -> RankingOrder.compare(a.uncertainty, a.imageId, b.uncertainty, b.imageId);
  }

  /** Sets what counts for an image from now on. */
  void put(String imageId, OptionalDouble uncertainty, boolean admitted, int traitNumber) {
    int image = images.add(imageId);
    if (image == traits.length) {
      uncertainties = Arrays.copyOf(uncertainties, 2 * image);
      traits = Arrays.copyOf(traits, 2 * image);
    }
    uncertainties[image] = uncertainty.orElse(Double.NaN);
    traits[image] = admitted ? traitNumber : FILTERED_OUT;
  }

  /** Returns the first {@code depth} eligible images in ranking order. */
  Ranking ranking(int depth) {
    PriorityQueue<Ranked> best = new PriorityQueue<>(Ranked.ORDER.reversed());
    Comparator<String> hashes =
        Comparator.<String>comparingLong(id -> PoolSample.hash(id))
            .thenComparing(Comparator.naturalOrder());
    PriorityQueue<String> sample = new PriorityQueue<>(hashes.reversed());
    long withoutDescriptor = 0;
    long withoutUncertainty = 0;
    long filteredOut = 0;
    for (int image = 0; image < images.size(); image++) {
      String imageId = images.id(image);
      if (!descriptors.contains(imageId)) {
        withoutDescriptor++;
      } else if (Double.isNaN(uncertainties[image])) {
        withoutUncertainty++;
      } else if (traits[image] == FILTERED_OUT) {
        filteredOut++;
      } else {
        keep(best, depth, new Ranked(imageId, uncertainties[image], traits[image]));
        keep(sample, PoolSample.SIZE, imageId);
      }
    }
    List<Ranked> head = new ArrayList<>(best);
    head.sort(Ranked.ORDER);
    List<String> sampled = new ArrayList<>(sample);
    sampled.sort(hashes);
    return new Ranking(
        head,
        sampled,
        new SelectionCounts(
            images.size(),
            images.size() - withoutDescriptor - withoutUncertainty - filteredOut,
            withoutDescriptor,
            withoutUncertainty,
            filteredOut,
            descriptors.size() - (images.size() - withoutDescriptor),
            0,
            0));
  }

  /** Keeps the first {@code size}; the last of them is on top, to make room for a better one. */
  private static <T> void keep(PriorityQueue<T> first, int size, T candidate) {
    if (first.size() < size) {
      first.add(candidate);
    } else if (!first.isEmpty() && first.comparator().compare(candidate, first.peek()) > 0) {
      first.poll();
      first.add(candidate);
    }
  }
}
