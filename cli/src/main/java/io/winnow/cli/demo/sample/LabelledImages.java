package io.winnow.cli.demo.sample;

import io.winnow.descriptor.image.IdxImages;

/**
 * Pictures with their classes.
 *
 * @param images the pictures
 * @param labels one class number per picture, in the same order
 */
public record LabelledImages(IdxImages images, IdxLabels labels) {
  /** Refuses pictures and labels that do not pair up. */
  public LabelledImages {
    if (images.count() != labels.count()) {
      throw new IllegalArgumentException(
          "%d images but %d labels".formatted(images.count(), labels.count()));
    }
  }

  /** Number of pictures. */
  public int count() {
    return images.count();
  }

  /** The items at {@code indices}, in that order. */
  public LabelledImages pick(int[] indices) {
    return new LabelledImages(images.pick(indices), labels.pick(indices));
  }
}
