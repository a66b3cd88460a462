package io.winnow.selection.resampling;

/** The order of a ranking: most uncertain first, ties by image id. */
public final class RankingOrder {
  private RankingOrder() {}

  /**
   * Negative if the first candidate comes first. Ids are compared by Unicode code point, which is
   * the order of their UTF-8 bytes and so of the keys in a store; {@link String#compareTo} differs
   * from it above U+FFFF.
   */
  public static int compare(
      double uncertainty, String imageId, double otherUncertainty, String otherImageId) {
    int byUncertainty = Double.compare(otherUncertainty, uncertainty);
    return byUncertainty != 0 ? byUncertainty : compareIds(imageId, otherImageId);
  }

  private static int compareIds(String id, String otherId) {
    int common = Math.min(id.length(), otherId.length());
    for (int i = 0; i < common; i++) {
      char unit = id.charAt(i);
      char otherUnit = otherId.charAt(i);
      if (unit != otherUnit) {
        boolean surrogate = Character.isSurrogate(unit);
        // A surrogate stands for a code point above every other char.
        return surrogate == Character.isSurrogate(otherUnit)
            ? Character.compare(unit, otherUnit)
            : surrogate ? 1 : -1;
      }
    }
    return Integer.compare(id.length(), otherId.length());
  }
}
