package io.winnow.descriptor.image.vp8;

/**
 * How strongly edges are filtered (RFC 6386, section 15.2).
 *
 * @param limit of the step across an inner edge; 0 if nothing is filtered
 * @param interior largest step between samples on one side
 * @param highVariance step from which on a side is left as it is
 */
record FilterStrength(int limit, int interior, int highVariance) {

  private static final int MAX_LEVEL = 63;
  private static final FilterStrength NONE = new FilterStrength(0, 0, 0);

  static FilterStrength of(int level, int sharpness) {
    int clamped = Math.max(0, Math.min(level, MAX_LEVEL));
    if (clamped == 0) {
      return NONE;
    }
    int interior = clamped;
    if (sharpness > 0) {
      interior >>= sharpness > 4 ? 2 : 1;
      interior = Math.min(interior, 9 - sharpness);
    }
    interior = Math.max(1, interior);
    int highVariance = clamped >= 40 ? 2 : clamped >= 15 ? 1 : 0;
    return new FilterStrength(2 * clamped + interior, interior, highVariance);
  }
}
