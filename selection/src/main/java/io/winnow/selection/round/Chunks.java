package io.winnow.selection.round;

import io.winnow.selection.limit.SizeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Cuts what is sent so that a record takes little more than {@link SizeLimits#CHUNK_BYTES}. */
final class Chunks {

  private Chunks() {}

  /**
   * Returns the items in consecutive chunks, at least one, which is empty if there are no items.
   *
   * @param bytes estimated size of an item
   */
  static <T> List<List<T>> of(List<T> items, ToLongFunction<T> bytes) {
    return of(items, () -> bytes);
  }

  /**
   * Returns the items in consecutive chunks, at least one, which is empty if there are no items.
   *
   * @param bytes gives for each chunk what estimates the sizes of its items, called in their order:
   *     an item can be smaller for what others of its chunk have in common with it
   */
  static <T> List<List<T>> of(List<T> items, Supplier<ToLongFunction<T>> bytes) {
    List<List<T>> chunks = new ArrayList<>();
    List<T> chunk = new ArrayList<>();
    ToLongFunction<T> sizes = bytes.get();
    long size = 0;
    for (T item : items) {
      long itemSize = sizes.applyAsLong(item);
      if (!chunk.isEmpty() && size + itemSize > SizeLimits.CHUNK_BYTES) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        sizes = bytes.get();
        itemSize = sizes.applyAsLong(item);
        size = 0;
      }
      chunk.add(item);
      size += itemSize;
    }
    chunks.add(chunk);
    return chunks;
  }
}
