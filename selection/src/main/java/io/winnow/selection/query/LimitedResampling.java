package io.winnow.selection.query;

import io.winnow.selection.query.LimitedGroups.Group;
import io.winnow.selection.reason.Reason;
import io.winnow.selection.reason.ReasonCode;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Resampler;
import io.winnow.selection.resampling.Resampling;
import io.winnow.selection.similarity.Cosine;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Resamples under limits, whatever the resampler. It chooses from all candidates first; of every
 * group that exceeds its maximum, only the first images that it chose go on to compete, and it
 * chooses again, until no maximum is exceeded. What is left to mend (minimums, overlapping limits)
 * is mended one image at a time, see {@link SelectionRepair}.
 */
final class LimitedResampling {

  /** Thousands of groups could exceed their maximum one after the other; the rest is mended. */
  private static final int MAX_PASSES = 8;

  private final QuerySettings settings;
  private final Resampler resampler;
  private final List<QueryCandidate> shortlist;
  private final LimitedGroups groups;

  /** Group whose maximum a candidate was dropped for, by position. */
  private final Map<Integer, Group> withheld = new HashMap<>();

  private List<Integer> competing = new ArrayList<>();
  private Resampling resampling;
  private GroupCounts selection;

  LimitedResampling(QuerySettings settings, Resampler resampler, List<QueryCandidate> shortlist) {
    this.settings = settings;
    this.resampler = resampler;
    this.shortlist = shortlist;
    this.groups = new LimitedGroups(settings.limits(), shortlist);
    for (int i = 0; i < shortlist.size(); i++) {
      competing.add(i);
    }
  }

  ConstrainedResampling.Result run() {
    boolean within = resampleWithinMaxima();
    for (int pass = 1; !within && pass < MAX_PASSES; pass++) {
      competing = competing.stream().filter(i -> !withheld.containsKey(i)).toList();
      within = resampleWithinMaxima();
    }
    BitSet resampled = (BitSet) selection.selected().clone();
    SelectionRepair repair = new SelectionRepair(settings, groups, selection, shortlist.size());
    boolean wantsMore = repair.mend() || resampling.wantsMore();
    boolean mended = !within || !resampled.equals(selection.selected());
    if (!within) {
      competing.forEach(this::withholdIfFull);
    }
    List<CandidateDecision> decisions = new ArrayList<>();
    for (int i = 0, next = 0; i < shortlist.size(); i++) {
      boolean competed = next < competing.size() && competing.get(next) == i;
      CandidateDecision decision = competed ? resampling.decisions().get(next++) : null;
      decisions.add(decide(i, decision, repair.reason(i), mended));
    }
    return new ConstrainedResampling.Result(
        decisions, resampling.similarityThreshold(), outcomes(), wantsMore);
  }

  /**
   * Lets the competing candidates be resampled and keeps what no maximum forbids.
   *
   * @return whether that is all that was chosen; else the others of the groups without room are
   *     withheld
   */
  private boolean resampleWithinMaxima() {
    resampling =
        resampler.resample(
            ConstrainedResampling.shortlist(competing.stream().map(shortlist::get).toList()),
            settings.budget());
    selection = new GroupCounts(groups);
    TreeSet<Integer> exceeded = new TreeSet<>();
    for (CandidateDecision chosen : resampling.selected()) {
      int position = competing.get(chosen.rank() - 1);
      if (selection.admits(position)) {
        selection.add(position);
      } else {
        groups.of(position).stream().filter(selection::full).forEach(exceeded::add);
      }
    }
    for (int position : competing) {
      if (!selection.has(position)) {
        groups.of(position).stream()
            .filter(exceeded::contains)
            .findFirst()
            .ifPresent(group -> withheld.put(position, groups.all().get(group)));
      }
    }
    return exceeded.isEmpty();
  }

  private void withholdIfFull(int position) {
    if (!selection.has(position) && !selection.admits(position)) {
      withheld.putIfAbsent(position, groups.all().get(selection.full(position)));
    }
  }

  private CandidateDecision decide(
      int position, CandidateDecision resampled, Reason mended, boolean anyMended) {
    boolean selected = selection.has(position);
    if (mended != null) {
      return decision(position, selected, mended, null, null);
    }
    if (withheld.containsKey(position) && !selected) {
      Reason beyond = withheld.get(position).atMost(ReasonCode.BEYOND_MAXIMUM);
      return decision(position, false, beyond, null, null);
    }
    if (resampled.similarTo() == null || !anyMended) {
      return decision(
          position, selected, resampled.reason(), resampled.similarTo(), resampled.cosine());
    }
    return selected
        ? decision(position, true, Reason.of(ReasonCode.FILLS_BUDGET), null, null)
        : similarToSelected(position);
  }

  /** The image it was dropped for may have had to go itself. */
  private CandidateDecision similarToSelected(int position) {
    float[] vector = shortlist.get(position).shortlisted().vector();
    int nearest = -1;
    float largest = Float.NEGATIVE_INFINITY;
    for (int i : selection.selected().stream().toArray()) {
      float dot = Cosine.dot(vector, shortlist.get(i).shortlisted().vector());
      if (dot > largest) {
        largest = dot;
        nearest = i;
      }
    }
    double cosine = largest + 0.0; // never -0.0
    String similarTo = shortlist.get(nearest).imageId();
    Reason reason = Reason.of(ReasonCode.SIMILAR_TO_SELECTED);
    return decision(position, false, reason, similarTo, cosine);
  }

  private CandidateDecision decision(
      int position, boolean selected, Reason reason, String similarTo, Double cosine) {
    QueryCandidate candidate = shortlist.get(position);
    return new CandidateDecision(
        candidate.imageId(),
        position + 1,
        candidate.shortlisted().uncertainty(),
        selected,
        reason,
        similarTo,
        cosine);
  }

  private List<LimitOutcome> outcomes() {
    Map<Group, Integer> dropped = new HashMap<>();
    withheld.forEach(
        (position, group) -> {
          if (!selection.has(position)) {
            dropped.merge(group, 1, Integer::sum);
          }
        });
    List<LimitOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < groups.all().size(); i++) {
      Group group = groups.all().get(i);
      int beyond = Math.max(0, selection.of(i) - group.allowed());
      note(outcomes, group, LimitOutcome.Effect.WITHHELD, dropped.getOrDefault(group, 0));
      note(outcomes, group, LimitOutcome.Effect.UNMET, selection.missing(i));
      note(outcomes, group, LimitOutcome.Effect.RELAXED, beyond);
    }
    return outcomes;
  }

  private static void note(
      List<LimitOutcome> outcomes, Group group, LimitOutcome.Effect effect, int images) {
    if (images > 0) {
      outcomes.add(new LimitOutcome(group.limit(), group.name(), effect, images));
    }
  }
}
