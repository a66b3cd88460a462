package io.winnow.descriptor.encoder;

/**
 * From which cosine on two images count as near-duplicates under an encoder: half-way between what
 * perturbed copies reach and what unrelated images hardly ever reach.
 *
 * @param threshold the cosine, mean of the other two
 * @param copies median cosine of an image to a perturbed copy of itself
 * @param unrelated 99.9 % quantile of the cosines of different images
 * @param images images that it was measured on
 */
public record DuplicateCosine(double threshold, double copies, double unrelated, int images) {}
