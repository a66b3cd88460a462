package io.winnow.selection.query;

import io.winnow.selection.constraint.ImageTraits;
import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The groups that limits make of a shortlist. An image is in one group of a limit at most. */
final class LimitedGroups {

  /**
   * A group under one limit.
   *
   * @param priority place of the limit in the policy, from 0
   * @param limit the limit
   * @param name the group
   * @param members how many candidates of the shortlist are in it
   */
  record Group(int priority, SelectionLimit limit, String name, int members) {

    /** Returns how many images the limit wants; of every group no more than it has. */
    int wanted() {
      return limit.value() == null ? Math.min(limit.min(), members) : limit.min();
    }

    int allowed() {
      return limit.max() == null ? Integer.MAX_VALUE : limit.max();
    }

    /** Returns a reason that is about the maximum. */
    Reason atMost(ReasonCode code) {
      return Reason.of(code, limit.max(), limit.subject(), name);
    }

    /** Returns a reason that is about the minimum. */
    Reason atLeast(ReasonCode code) {
      return Reason.of(code, limit.min(), limit.subject(), name);
    }
  }

  private final List<Group> groups = new ArrayList<>();
  private final List<List<Integer>> groupsOf = new ArrayList<>();

  LimitedGroups(List<SelectionLimit> limits, List<QueryCandidate> shortlist) {
    shortlist.forEach(candidate -> groupsOf.add(new ArrayList<>()));
    for (int priority = 0; priority < limits.size(); priority++) {
      add(priority, limits.get(priority), shortlist);
    }
  }

  private void add(int priority, SelectionLimit limit, List<QueryCandidate> shortlist) {
    Map<String, List<Integer>> members = new TreeMap<>();
    if (limit.value() != null) {
      members.put(limit.value(), new ArrayList<>());
    }
    for (int i = 0; i < shortlist.size(); i++) {
      ImageTraits traits = shortlist.get(i).traits();
      String name = limit.groupOf(traits);
      if (name != null && (limit.value() == null || limit.value().equals(name))) {
        members.computeIfAbsent(name, group -> new ArrayList<>()).add(i);
      }
    }
    members.forEach(
        (name, positions) -> {
          positions.forEach(i -> groupsOf.get(i).add(groups.size()));
          groups.add(new Group(priority, limit, name, positions.size()));
        });
  }

  /** Returns all groups in order of priority and name. */
  List<Group> all() {
    return groups;
  }

  /** Returns the numbers of the groups that the candidate at a position is in. */
  List<Integer> of(int position) {
    return groupsOf.get(position);
  }
}
