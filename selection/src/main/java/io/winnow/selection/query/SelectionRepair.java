package io.winnow.selection.query;

import io.winnow.selection.query.LimitedGroups.Group;
import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mends a selection that violates no maximum: first the minimums, the most important limit first;
 * then the budget, within the maxima; then, if the policy allows it, beyond the maxima of the least
 * important limits. Every step takes the most uncertain image that serves.
 */
final class SelectionRepair {

  private final QuerySettings settings;
  private final LimitedGroups groups;
  private final GroupCounts selection;
  private final int size;
  private final Map<Integer, Reason> reasons = new HashMap<>();

  /**
   * @param selection is changed
   * @param size of the shortlist
   */
  SelectionRepair(QuerySettings settings, LimitedGroups groups, GroupCounts selection, int size) {
    this.settings = settings;
    this.groups = groups;
    this.selection = selection;
    this.size = size;
  }

  /**
   * Mends what can be mended.
   *
   * @return whether a longer shortlist could serve better
   */
  boolean mend() {
    for (int group = 0; group < groups.all().size(); group++) {
      fillMinimum(group);
    }
    fillBudget();
    boolean wantsMore = selection.size() < settings.budget() || missesNamedMinimum();
    if (settings.relaxLimits()) {
      for (int kept = settings.limits().size() - 1; kept >= 0; kept--) {
        fillBeyondMaxima(kept);
      }
    }
    return wantsMore;
  }

  /** Returns why the candidate was taken in or out, or null if it was not. */
  Reason reason(int position) {
    return reasons.get(position);
  }

  private void fillMinimum(int group) {
    Group served = groups.all().get(group);
    for (int i = 0; i < size && selection.missing(group) > 0; i++) {
      if (!selection.has(i) && groups.of(i).contains(group) && makeRoom(i, group)) {
        selection.add(i);
        reasons.put(i, served.atLeast(ReasonCode.SERVES_MINIMUM));
      }
    }
  }

  /** Takes out the least uncertain image that no minimum needs, if one must go. */
  private boolean makeRoom(int position, int group) {
    if (selection.size() < settings.budget() && selection.admits(position)) {
      return true;
    }
    int last = selection.selected().length() - 1;
    for (int i = last; i >= 0; i = selection.selected().previousSetBit(i - 1)) {
      if (!groups.of(i).contains(group) && selection.canSpare(i, position)) {
        selection.remove(i);
        if (selection.admits(position)) {
          reasons.put(i, groups.all().get(group).atLeast(ReasonCode.GAVE_WAY_TO_MINIMUM));
          return true;
        }
        selection.add(i);
      }
    }
    return false;
  }

  private void fillBudget() {
    for (int i = 0; i < size && selection.size() < settings.budget(); i++) {
      if (!selection.has(i) && selection.admits(i)) {
        selection.add(i);
        reasons.put(i, Reason.of(ReasonCode.FILLS_BUDGET));
      }
    }
  }

  private void fillBeyondMaxima(int kept) {
    for (int i = 0; i < size && selection.size() < settings.budget(); i++) {
      if (!selection.has(i) && selection.admits(i, kept)) {
        Group exceeded = groups.all().get(selection.full(i));
        selection.add(i);
        reasons.put(i, exceeded.atMost(ReasonCode.RELAXES_MAXIMUM));
      }
    }
  }

  /** That of every group asks for no more than the shortlist has. */
  private boolean missesNamedMinimum() {
    List<Group> all = groups.all();
    for (int group = 0; group < all.size(); group++) {
      if (all.get(group).limit().value() != null && selection.missing(group) > 0) {
        return true;
      }
    }
    return false;
  }
}
