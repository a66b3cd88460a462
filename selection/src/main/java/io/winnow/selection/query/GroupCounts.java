package io.winnow.selection.query;

import io.winnow.selection.query.LimitedGroups.Group;
import java.util.BitSet;

/** A selection in the making, with how many images of every limited group it has. */
final class GroupCounts {

  private static final int NONE = -1;

  private final LimitedGroups groups;
  private final int[] counts;
  private final BitSet selected = new BitSet();

  GroupCounts(LimitedGroups groups) {
    this.groups = groups;
    this.counts = new int[groups.all().size()];
  }

  void add(int position) {
    selected.set(position);
    groups.of(position).forEach(group -> counts[group]++);
  }

  void remove(int position) {
    selected.clear(position);
    groups.of(position).forEach(group -> counts[group]--);
  }

  boolean has(int position) {
    return selected.get(position);
  }

  int size() {
    return selected.cardinality();
  }

  /** Returns the positions selected. */
  BitSet selected() {
    return selected;
  }

  int of(int group) {
    return counts[group];
  }

  /** Returns whether all maxima leave room for the candidate. */
  boolean admits(int position) {
    return full(position) == NONE;
  }

  /** Returns whether the maxima of the first {@code limits} limits do. */
  boolean admits(int position, int limits) {
    int full = full(position);
    return full == NONE || groups.all().get(full).priority() >= limits;
  }

  /** Returns the first group without room for the candidate, or -1. */
  int full(int position) {
    for (int group : groups.of(position)) {
      if (counts[group] >= groups.all().get(group).allowed()) {
        return group;
      }
    }
    return NONE;
  }

  boolean full(Integer group) {
    return counts[group] >= groups.all().get(group).allowed();
  }

  /** Returns whether a candidate may go for another without a minimum being missed for it. */
  boolean canSpare(int position, int replacement) {
    for (int group : groups.of(position)) {
      if (counts[group] <= groups.all().get(group).wanted()
          && !groups.of(replacement).contains(group)) {
        return false;
      }
    }
    return true;
  }

  /** Returns how many images are missing from a group's minimum. */
  int missing(int group) {
    Group limited = groups.all().get(group);
    return Math.max(0, limited.wanted() - counts[group]);
  }
}
