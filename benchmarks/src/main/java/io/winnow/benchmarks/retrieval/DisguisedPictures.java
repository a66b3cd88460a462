package io.winnow.benchmarks.retrieval;

import io.winnow.descriptor.image.DecodedImage;
import io.winnow.descriptor.image.Disguise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Near-duplicate retrieval: the first pictures of a gallery, then one of each {@link Disguise} of
 * each of them, then the rest of the gallery. A query's answers are its own disguises.
 *
 * @param pictures in that order
 * @param queries how many are queries
 */
record DisguisedPictures(List<DecodedImage> pictures, int queries) {

  private static final int KINDS = Disguise.values().length;

  DisguisedPictures {
    pictures = List.copyOf(pictures);
  }

  static DisguisedPictures of(List<LabelledPicture> gallery, int queries, long seed) {
    List<DecodedImage> pictures = new ArrayList<>();
    int count = Math.min(queries, gallery.size());
    gallery.subList(0, count).forEach(labelled -> pictures.add(labelled.picture()));
    SplittableRandom random = new SplittableRandom(seed);
    for (LabelledPicture labelled : gallery.subList(0, count)) {
      for (Disguise disguise : Disguise.values()) {
        pictures.add(disguise.of(labelled.picture(), random));
      }
    }
    gallery.subList(count, gallery.size()).forEach(labelled -> pictures.add(labelled.picture()));
    return new DisguisedPictures(pictures, count);
  }

  /** What belongs to the gallery itself, in its order. */
  <T> T[] withoutDisguises(T[] ofPictures) {
    T[] gallery = Arrays.copyOf(ofPictures, ofPictures.length - queries * KINDS);
    System.arraycopy(ofPictures, queries * (1 + KINDS), gallery, queries, gallery.length - queries);
    return gallery;
  }

  boolean isAnswer(int query, int item) {
    int disguise = item - queries;
    return disguise >= 0 && disguise < queries * KINDS && disguise / KINDS == query;
  }
}
