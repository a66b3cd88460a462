package io.winnow.benchmarks.retrieval;

import io.winnow.descriptor.image.DecodedImage;

/**
 * A picture and what is on it.
 *
 * @param picture the pixels
 * @param label number of its class, from 0
 */
record LabelledPicture(DecodedImage picture, int label) {}
