package io.winnow.integration.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes inputs for a decoder from valid ones. */
@FunctionalInterface
interface Corpus {

  /** Most damages that one input gets. */
  int MOST_DAMAGES = 4;

  /** An input, the same for the same state of {@code random}. */
  byte[] input(SplittableRandom random);

  /** Valid inputs, damaged, or the beginning of one with the end of another. */
  static Corpus of(List<byte[]> seeds) {
    return random -> {
      byte[] bytes = seeds.get(random.nextInt(seeds.size()));
      if (random.nextInt(10) == 0) {
        bytes = spliced(bytes, seeds.get(random.nextInt(seeds.size())), random);
      }
      return damaged(bytes, random);
    };
  }

  /** The bytes with one to {@link #MOST_DAMAGES} damages. */
  static byte[] damaged(byte[] bytes, SplittableRandom random) {
    byte[] damaged = bytes;
    int damages = random.nextBoolean() ? 1 : random.nextInt(2, MOST_DAMAGES + 1);
    for (int i = damages; i > 0 && damaged.length > 0; i--) {
      damaged = Damage.values()[random.nextInt(Damage.values().length)].to(damaged, random);
    }
    return damaged;
  }

  private static byte[] spliced(byte[] head, byte[] tail, SplittableRandom random) {
    int cut = random.nextInt(head.length + 1);
    int from = random.nextInt(tail.length + 1);
    byte[] spliced = Arrays.copyOf(head, cut + tail.length - from);
    System.arraycopy(tail, from, spliced, cut, tail.length - from);
    return spliced;
  }
}
