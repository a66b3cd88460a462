package io.winnow.selection.offline;

/**
 * How many images were what.
 *
 * @param scored distinct images with a score: the sum of the next four
 * @param eligible images that could be selected
 * @param withoutDescriptor scored images without a descriptor
 * @param withoutUncertainty described images for which the measure is undefined
 * @param filteredOut otherwise eligible images that do not meet a filter
 * @param withoutScore described images without a score
 * @param normalised descriptors that were read and scaled to unit length
 * @param zeroDescriptors descriptors that were read and zero: similar to nothing
 */
public record SelectionCounts(
    long scored,
    long eligible,
    long withoutDescriptor,
    long withoutUncertainty,
    long filteredOut,
    long withoutScore,
    long normalised,
    long zeroDescriptors) {

  SelectionCounts withVectors(long scaled, long zero) {
    return new SelectionCounts(
        scored,
        eligible,
        withoutDescriptor,
        withoutUncertainty,
        filteredOut,
        withoutScore,
        scaled,
        zero);
  }
}
