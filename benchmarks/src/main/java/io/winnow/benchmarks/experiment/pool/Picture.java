package io.winnow.benchmarks.experiment.pool;

import io.winnow.descriptor.image.DecodedImage;

/**
 * A picture and what is on it.
 *
 * @param image the pixels
 * @param label number of its class, from 0
 */
record Picture(DecodedImage image, int label) {}
