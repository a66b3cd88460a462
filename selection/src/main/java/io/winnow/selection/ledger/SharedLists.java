package io.winnow.selection.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of names that stand in many candidates of a partition: a model's classes, its name and
 * version, the encoders of an image. Each is kept once, under a number that candidates carry in its
 * place; a model with a thousand classes would otherwise cost every image some twenty kilobytes.
 *
 * <p>Numbers are given in the order in which lists are first seen, from 0, and never given up.
 */
final class SharedLists {

  /**
   * Characters of all lists, of a partition; what does not fit stands in the candidates themselves.
   * Only models that make up names could come to it.
   */
  static final int MAX_CHARACTERS = 4 << 20;

  /** What a name counts beside its characters: a million short ones take memory, too. */
  private static final int CHARACTERS_PER_NAME = 64;

  private static final int VERSION = 1;
  private static final byte[] PREFIX = StoreKey.of("lists");
  private static final int NOT_SHARED = -1;

  private final OrderedStore store;
  private final List<List<String>> lists = new ArrayList<>();
  private final Map<List<String>, Integer> numbers = new HashMap<>();
  private long characters;

  /**
   * @param store keeps the lists beside what else is in it; none of its keys begins as theirs do
   */
  SharedLists(OrderedStore store) {
    this.store = store;
    try (OrderedStore.Cursor known = store.range(PREFIX, StoreKey.after(PREFIX))) {
      while (known.hasNext()) {
        remember(List.copyOf(new StateReader(known.next().value(), VERSION).readStrings()));
      }
    }
  }

  /** Writes the list's number, or the list itself if there is no room for it. */
  void write(StateWriter out, List<String> list) {
    Integer number = numbers.get(list);
    if (number == null && characters + length(list) <= MAX_CHARACTERS) {
      number = add(List.copyOf(list));
    }
    if (number == null) {
      out.writeInt(NOT_SHARED);
      out.writeStrings(list);
    } else {
      out.writeInt(number);
    }
  }

  /** Reads what {@link #write} wrote. */
  List<String> read(StateReader in) {
    int number = in.readInt();
    return number == NOT_SHARED ? in.readStrings() : lists.get(number);
  }

  private int add(List<String> list) {
    int number = lists.size();
    StateWriter out = new StateWriter(VERSION);
    out.writeStrings(list);
    store.put(StoreKey.numbered(PREFIX, number), out.toBytes());
    remember(list);
    return number;
  }

  private void remember(List<String> list) {
    numbers.put(list, lists.size());
    lists.add(list);
    characters += length(list);
  }

  private static long length(List<String> list) {
    return list.stream().mapToLong(name -> CHARACTERS_PER_NAME + name.length()).sum();
  }
}
