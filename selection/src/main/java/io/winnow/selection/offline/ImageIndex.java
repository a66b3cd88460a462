package io.winnow.selection.offline;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Distinct image ids, numbered from 0 in the order in which they came. An id takes the bytes of its
 * UTF-8 text and at most 20 more, a fifth of what a map of strings needs, so that tens of millions
 * fit.
 */
final class ImageIndex {
  /** Of {@link #find}: there is no such id. */
  static final int ABSENT = -1;

  private static final int FIRST_CAPACITY = 1024;

  private byte[] text = new byte[16 * FIRST_CAPACITY];

  /** Where in {@link #text} the id of a number ends; it begins where the one before ends. */
  private int[] ends = new int[FIRST_CAPACITY];

  /** Open addressing: a number plus 1, or 0; a power of two, never more than half full. */
  private int[] slots = new int[2 * FIRST_CAPACITY];

  private int size;

  int size() {
    return size;
  }

  /** Returns the number of an id, a new one if it has none. */
  int add(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    int slot = slotOf(bytes);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == ends.length) {
      grow();
      slot = slotOf(bytes);
    }
    int begin = begin(size);
    int end = Math.addExact(begin, bytes.length);
    if (end > text.length) {
      text = Arrays.copyOf(text, (int) Math.max(end, Math.min(2L * text.length, 1L << 30)));
    }
    System.arraycopy(bytes, 0, text, begin, bytes.length);
    ends[size] = end;
    slots[slot] = ++size;
    return size - 1;
  }

  /** Returns the number of an id, or {@link #ABSENT}. */
  int find(String id) {
    return slots[slotOf(id.getBytes(StandardCharsets.UTF_8))] - 1;
  }

  /** Returns the id of a number. */
  String id(int number) {
    int begin = begin(number);
    return new String(text, begin, ends[number] - begin, StandardCharsets.UTF_8);
  }

  private int begin(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  /** Returns the slot of an id, or the free one where it would go. */
  private int slotOf(byte[] bytes) {
    int mask = slots.length - 1;
    int slot = spread(Arrays.hashCode(bytes)) & mask;
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, bytes)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isAt(int number, byte[] bytes) {
    return Arrays.equals(text, begin(number), ends[number], bytes, 0, bytes.length);
  }

  private void grow() {
    ends = Arrays.copyOf(ends, Math.multiplyExact(2, ends.length));
    slots = new int[Math.multiplyExact(2, slots.length)];
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int hash = 1;
      for (int i = begin(number); i < ends[number]; i++) {
        hash = 31 * hash + text[i]; // that of Arrays.hashCode
      }
      int slot = spread(hash) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  /** Ids that differ in their last digits only would else crowd together. */
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
