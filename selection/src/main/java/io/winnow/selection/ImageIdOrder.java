package io.winnow.selection;

import java.util.Comparator;

/**
 * The order of image ids wherever ties are broken: by Unicode code point, which is the unsigned byte
 * order of UTF-8, in which state stores iterate. {@link String#compareTo} goes by UTF-16 unit and
 * differs beyond the basic plane.
 */
public enum ImageIdOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean oneIsAstral = Character.isSurrogate(left) != Character.isSurrogate(right);
        int units = Character.compare(left, right);
        return oneIsAstral ? (Character.isSurrogate(left) ? 1 : -1) : units;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
