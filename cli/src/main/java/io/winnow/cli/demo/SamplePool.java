package io.winnow.cli.demo;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.demo.sample.FashionSample;
import io.winnow.cli.demo.sample.LabelledImages;
import io.winnow.descriptor.image.IdxImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The images of the pool and which of them are labelled. It also is the oracle: it knows every
 * label, and gives one away only when asked.
 */
final class SamplePool {
  private static final String ID_PREFIX = "fashion-";

  private final LabelledImages images;
  private final List<Integer> shuffled;
  private final Set<Integer> labelled;

  /**
   * Labels the seed set.
   *
   * @param seed decides which images it holds
   */
  SamplePool(LabelledImages images, int seedSet, long seed) {
    this.images = images;
    this.shuffled = new ArrayList<>(IntStream.range(0, images.count()).boxed().toList());
    Collections.shuffle(shuffled, new Random(seed));
    this.labelled = new LinkedHashSet<>(shuffled.subList(0, seedSet));
  }

  /** Ids of all images. */
  List<String> imageIds() {
    return IntStream.range(0, images.count()).mapToObj(SamplePool::imageId).toList();
  }

  /** Ids of the labelled images, in the order in which they were labelled. */
  List<String> labelledIds() {
    return labelled.stream().map(SamplePool::imageId).toList();
  }

  /** Ids of the images without a label, in the order of {@link #unlabelledImages}. */
  List<String> unlabelledIds() {
    return Arrays.stream(unlabelled()).mapToObj(SamplePool::imageId).toList();
  }

  /** The images without a label. */
  IdxImages unlabelledImages() {
    return images.images().pick(unlabelled());
  }

  /** The images with their labels, as far as they were given away. */
  LabelledImages labelledImages() {
    return images.pick(indices(labelled));
  }

  /** What random picks would have labelled: the same seed set, then so many drawn at random. */
  LabelledImages randomlyLabelled(int count) {
    return images.pick(indices(shuffled.subList(0, count)));
  }

  /**
   * Asks the oracle.
   *
   * @return the class of the image
   * @throws CommandException if it has a label already: nobody should have asked
   */
  String label(String imageId) {
    int index = index(imageId);
    if (!labelled.add(index)) {
      throw new CommandException("image " + imageId + " was selected although it is labelled");
    }
    return labelOf(imageId);
  }

  /** The class of a labelled image. */
  String labelOf(String imageId) {
    int index = index(imageId);
    if (!labelled.contains(index)) {
      throw new IllegalArgumentException("image " + imageId + " has no label yet");
    }
    return FashionSample.CLASSES.get(images.labels().label(index));
  }

  /** The picture as PNG. */
  byte[] png(String imageId) {
    IdxImages pictures = images.images();
    return pictures.png(index(imageId));
  }

  private int[] unlabelled() {
    return IntStream.range(0, images.count()).filter(i -> !labelled.contains(i)).toArray();
  }

  private static int[] indices(Collection<Integer> indices) {
    return indices.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String imageId(int index) {
    return "%s%05d".formatted(ID_PREFIX, index);
  }

  private int index(String imageId) {
    if (!imageId.matches(ID_PREFIX + "\\d{5}")) {
      throw new CommandException("image " + imageId + " is none of the demo's");
    }
    int index = Integer.parseInt(imageId.substring(ID_PREFIX.length()));
    if (index >= images.count()) {
      throw new CommandException("image " + imageId + " is none of the demo's");
    }
    return index;
  }
}
