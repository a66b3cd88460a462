package io.winnow.selection.limit;

import io.winnow.selection.digest.CanonicalDigest;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A list in a record of limited size: its first entries as far as they fit {@link
 * SizeLimits#LIST_BYTES}, and a digest of the others.
 *
 * @param entries those that fit
 * @param omitted the others; null if there are none
 */
public record Listing<T>(List<T> entries, Omitted omitted) {

  public Listing {
    entries = List.copyOf(entries);
  }

  /**
   * @param bytes upper bound of an entry's size in the record
   * @param line of an entry in a digest
   */
  public static <T> Listing<T> of(
      List<T> all, ToLongFunction<T> bytes, Function<T, String[]> line) {
    long size = 0;
    for (int i = 0; i < all.size(); i++) {
      size += bytes.applyAsLong(all.get(i));
      if (size > SizeLimits.LIST_BYTES) {
        return new Listing<>(all.subList(0, i), omitted(all.subList(i, all.size()), line));
      }
    }
    return new Listing<>(all, null);
  }

  private static <T> Omitted omitted(List<T> others, Function<T, String[]> line) {
    CanonicalDigest digest = new CanonicalDigest("winnow-omitted-1");
    others.forEach(entry -> digest.line(line.apply(entry)));
    return new Omitted(others.size(), digest.finish());
  }

  /**
   * Adds the entries to the digest of the record, and a line for what is left out, if anything is.
   *
   * @param title first field of every entry's line
   * @param line the other fields
   */
  public void digestTo(CanonicalDigest digest, String title, Function<T, String[]> line) {
    for (T entry : entries) {
      digest.line(
          Stream.concat(Stream.of(title), Stream.of(line.apply(entry))).toArray(String[]::new));
    }
    if (omitted != null) {
      digest.line("omitted", title, Integer.toString(omitted.entries()), omitted.digest());
    }
  }
}
