package io.winnow.benchmarks.experiment.pool;

import io.winnow.benchmarks.BenchmarkException;
import io.winnow.descriptor.image.DecodedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Makes pools. The same specification gives the same pixels in the same order everywhere. */
public final class Pools {
  /** First and last class of a long tail. */
  private static final double IMBALANCE = 100;

  /** Exponent of the number of near-duplicates of a picture: P(count ≥ n) = n^−α. */
  private static final double TAIL_EXPONENT = 1.0;

  private static final int MOST_COPIES = 100;

  /** Classes that a drifting stream begins with; each round brings another. */
  private static final int FIRST_CLASSES = 3;

  private static final int DRIFT_ROUNDS = PictureData.CLASSES - FIRST_CLASSES + 1;

  private Pools() {}

  private record Item(DecodedImage image, int label, int source, int arrival) {}

  /**
   * @param shared folder with {@code cifar10}
   */
  public static Pool make(PoolSpec spec, Path shared) throws IOException {
    PictureData data = PictureData.named(spec.data(), shared);
    SplittableRandom random = new SplittableRandom(spec.seed());
    List<Picture> pictures = shuffled(data.train(), random);
    List<Item> items =
        switch (spec.kind()) {
          case "clean" -> clean(first(pictures, spec.size(), spec));
          case "near-duplicates" -> nearDuplicates(pictures, spec, random);
          case "long-tail" -> longTail(first(pictures, spec.size(), spec));
          case "drift" -> drift(first(pictures, spec.size(), spec), random);
          default ->
              throw new BenchmarkException(
                  "no pool kind '%s', there are clean, near-duplicates, long-tail, drift"
                      .formatted(spec.kind()));
        };
    List<Picture> test = first(data.test(), spec.test(), spec);
    return new Pool(
        spec,
        items.size(),
        Stream.concat(items.stream().map(Item::image), test.stream().map(Picture::image)).toList(),
        Stream.concat(items.stream().map(Item::label), test.stream().map(Picture::label))
            .mapToInt(Integer::intValue)
            .toArray(),
        items.stream().mapToInt(Item::source).toArray(),
        items.stream().mapToInt(Item::arrival).toArray(),
        data.grey());
  }

  private static List<Picture> first(List<Picture> pictures, int count, PoolSpec spec) {
    if (count > pictures.size()) {
      throw new BenchmarkException(
          "pool %s wants %d pictures, %s has %d"
              .formatted(spec.name(), count, spec.data(), pictures.size()));
    }
    return pictures.subList(0, count);
  }

  private static List<Item> clean(List<Picture> pictures) {
    List<Item> items = new ArrayList<>(pictures.size());
    for (Picture picture : pictures) {
      items.add(new Item(picture.image(), picture.label(), items.size(), 0));
    }
    return items;
  }

  /** Every picture comes once as it is and then, by a heavy tail, again and again, disturbed. */
  private static List<Item> nearDuplicates(
      List<Picture> pictures, PoolSpec spec, SplittableRandom random) {
    List<Item> items = new ArrayList<>(spec.size());
    for (int source = 0; items.size() < spec.size(); source++) {
      if (source == pictures.size()) {
        throw new BenchmarkException(
            "pool %s wants %d images, %s gives %d"
                .formatted(spec.name(), spec.size(), spec.data(), items.size()));
      }
      Picture picture = pictures.get(source);
      double copies = StrictMath.pow(1 - random.nextDouble(), -1 / TAIL_EXPONENT);
      int count = (int) Math.min(MOST_COPIES, Math.min(copies, spec.size() - items.size()));
      for (int copy = 0; copy < count; copy++) {
        DecodedImage image = copy == 0 ? picture.image() : Disturbance.of(picture.image(), random);
        items.add(new Item(image, picture.label(), source, 0));
      }
    }
    return shuffled(items, random);
  }

  /** Class k keeps 100^(−k/9) of its pictures. */
  private static List<Item> longTail(List<Picture> pictures) {
    int[] seen = new int[PictureData.CLASSES];
    int[] kept = new int[PictureData.CLASSES];
    List<Item> items = new ArrayList<>();
    for (Picture picture : pictures) {
      int label = picture.label();
      double share = StrictMath.pow(IMBALANCE, -label / (PictureData.CLASSES - 1.0));
      seen[label]++;
      if (kept[label] < Math.ceil(share * seen[label])) {
        kept[label]++;
        items.add(new Item(picture.image(), label, items.size(), 0));
      }
    }
    return items;
  }

  /**
   * Classes appear one by one: class k from round k − 2, its pictures spread evenly over the rounds
   * that are left. The last round brings the rest of all.
   */
  private static List<Item> drift(List<Picture> pictures, SplittableRandom random) {
    List<Item> items = new ArrayList<>(pictures.size());
    for (Picture picture : pictures) {
      int from = Math.max(0, picture.label() - FIRST_CLASSES + 1);
      int arrival = from + random.nextInt(DRIFT_ROUNDS - from);
      items.add(new Item(picture.image(), picture.label(), items.size(), arrival));
    }
    return items;
  }

  private static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
    List<T> shuffled = new ArrayList<>(list);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T kept = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, kept);
    }
    return shuffled;
  }
}
