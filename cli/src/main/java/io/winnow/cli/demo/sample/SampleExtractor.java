package io.winnow.cli.demo.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Draws the demo's sample from the complete Fashion-MNIST: equally many pictures of each class, in
 * random order, no picture twice (the data set repeats a few).
 *
 * <p>{@code java -cp … io.winnow.cli.demo.sample.SampleExtractor FROM TO} makes the bundled files
 * again; FROM holds the four original files, for instance {@code /usr/share/datasets/fashion-mnist}
 * of Debian's package {@code dataset-fashion-mnist}.
 */
public final class SampleExtractor {
  /** Seed of the bundled sample. */
  static final long SEED = 20171;

  /** Pictures of each class from the training half. */
  static final int TRAIN_PER_CLASS = 600;

  /** Pictures of each class from the test half. */
  static final int TEST_PER_CLASS = 200;

  private final Random random;
  private final Set<ByteBuffer> drawn = new HashSet<>();

  private SampleExtractor(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Makes the bundled files.
   *
   * @param args the directory to read from and the directory to write to
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("expected two arguments, FROM and TO, got " + args.length);
    }
    extract(Path.of(args[0]), Path.of(args[1]), SEED, TRAIN_PER_CLASS, TEST_PER_CLASS);
  }

  /**
   * Draws a sample.
   *
   * @throws IllegalArgumentException if a class has too few different pictures
   */
  static void extract(Path from, Path to, long seed, int trainPerClass, int testPerClass)
      throws IOException {
    Files.createDirectories(to);
    SampleExtractor extractor = new SampleExtractor(seed);
    SampleFiles.TRAIN.write(to, extractor.draw(SampleFiles.TRAIN.read(from), trainPerClass));
    SampleFiles.TEST.write(to, extractor.draw(SampleFiles.TEST.read(from), testPerClass));
  }

  private LabelledImages draw(LabelledImages all, int perClass) {
    int[] missing = new int[FashionSample.CLASSES.size()];
    Arrays.fill(missing, perClass);
    List<Integer> picked = new ArrayList<>();
    for (int index : shuffled(all.count())) {
      int label = all.labels().label(index);
      if (missing[label] > 0 && drawn.add(ByteBuffer.wrap(all.images().image(index)))) {
        missing[label]--;
        picked.add(index);
      }
    }
    for (int label = 0; label < missing.length; label++) {
      if (missing[label] > 0) {
        throw new IllegalArgumentException(
            "class %d (%s) lacks %d of %d pictures"
                .formatted(label, FashionSample.CLASSES.get(label), missing[label], perClass));
      }
    }
    return all.pick(picked.stream().mapToInt(Integer::intValue).toArray());
  }

  private List<Integer> shuffled(int count) {
    List<Integer> order = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    return order;
  }
}
