package io.winnow.selection.round;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts reports so that each record stays well below a broker's default limit of 1 MiB. */
final class Chunks {

  private static final int MAX_BYTES = 400_000;

  private Chunks() {}

  /**
   * Returns the items in consecutive chunks, at least one, which is empty if there are no items.
   *
   * @param bytes estimated size of an item
   */
  static <T> List<List<T>> of(List<T> items, ToIntFunction<T> bytes) {
    List<List<T>> chunks = new ArrayList<>();
    List<T> chunk = new ArrayList<>();
    long size = 0;
    for (T item : items) {
      int itemSize = bytes.applyAsInt(item);
      if (!chunk.isEmpty() && size + itemSize > MAX_BYTES) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        size = 0;
      }
      chunk.add(item);
      size += itemSize;
    }
    chunks.add(chunk);
    return chunks;
  }
}
