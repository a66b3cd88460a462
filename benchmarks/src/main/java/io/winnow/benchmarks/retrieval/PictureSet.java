package io.winnow.benchmarks.retrieval;

import java.util.List;

/**
 * Real pictures of one kind.
 *
 * @param name for the table
 * @param inputSize side of the network input they are brought to, pixels
 * @param calibration what encoders are fitted on, without labels
 * @param gallery what is searched; each one is a query too
 */
record PictureSet(
    String name, int inputSize, List<LabelledPicture> calibration, List<LabelledPicture> gallery) {

  PictureSet {
    calibration = List.copyOf(calibration);
    gallery = List.copyOf(gallery);
  }
}
