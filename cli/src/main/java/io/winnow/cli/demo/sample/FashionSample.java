package io.winnow.cli.demo.sample;

import java.io.IOException;
import java.util.List;

/**
 * The demo's pictures: a balanced sample of Fashion-MNIST, 28 × 28 grey pixels, ten classes. {@link
 * SampleExtractor} made the files.
 *
 * @param train pictures of the training half: the seed set and the pool
 * @param test pictures of the test half: only ever used to measure accuracy
 */
public record FashionSample(LabelledImages train, LabelledImages test) {
  /** Class names by class number, as Fashion-MNIST's authors give them. */
  public static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  /**
   * Reads the bundled sample.
   *
   * @throws IOException if the build lacks the files or they are damaged
   */
  public static FashionSample load() throws IOException {
    return new FashionSample(SampleFiles.TRAIN.readResource(), SampleFiles.TEST.readResource());
  }
}
