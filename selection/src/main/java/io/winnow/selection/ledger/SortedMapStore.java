package io.winnow.selection.ledger;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An {@link OrderedStore} in memory, for replays, offline selection and tests. */
public final class SortedMapStore implements OrderedStore {

  private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

  /** Returns an independent copy: what a commit would have kept. */
  public SortedMapStore copy() {
    SortedMapStore copy = new SortedMapStore();
    copy.entries.putAll(entries);
    return copy;
  }

  public int size() {
    return entries.size();
  }

  @Override
  public byte[] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    entries.remove(key);
  }

  @Override
  public Cursor range(byte[] from, byte[] to) {
    Iterator<Map.Entry<byte[], byte[]>> range =
        entries.subMap(from, true, to, false).entrySet().iterator();
    return new Cursor() {
      @Override
      public boolean hasNext() {
        return range.hasNext();
      }

      @Override
      public Entry next() {
        Map.Entry<byte[], byte[]> next = range.next();
        return new Entry(next.getKey(), next.getValue());
      }

      @Override
      public void close() {
        // a map's iterator holds nothing open
      }
    };
  }
}
