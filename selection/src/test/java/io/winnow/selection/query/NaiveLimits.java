package io.winnow.selection.query;

import io.winnow.selection.constraint.SelectionLimit;
import io.winnow.selection.resampling.CandidateDecision;
import io.winnow.selection.resampling.Resampler;
import io.winnow.selection.resampling.Resamplers;
import io.winnow.selection.resampling.Resampling;
import io.winnow.selection.resampling.Shortlist;
import io.winnow.selection.similarity.Cosine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Chooses under limits as the decision record on constraints words it: from plain lists, counting
 * every group anew at every question. Only the resamplers are the production's.
 */
public final class NaiveLimits {

  /** One group of one limit. */
  private record Group(int place, SelectionLimit limit, String name) {

    boolean has(QueryCandidate candidate) {
      return name.equals(limit.groupOf(candidate.traits()));
    }

    long count(List<QueryCandidate> images) {
      return images.stream().filter(this::has).count();
    }
  }

  private final QuerySettings settings;
  private final List<QueryCandidate> shortlist;
  private final List<Group> groups = new ArrayList<>();
  private List<QueryCandidate> selection = new ArrayList<>();
  private boolean resamplerWantsMore;

  private NaiveLimits(QuerySettings settings, List<QueryCandidate> shortlist) {
    this.settings = settings;
    this.shortlist = shortlist;
    for (int place = 0; place < settings.limits().size(); place++) {
      SelectionLimit limit = settings.limits().get(place);
      Set<String> names = new TreeSet<>();
      shortlist.stream()
          .map(candidate -> limit.groupOf(candidate.traits()))
          .filter(name -> name != null && limit.value() == null)
          .forEach(names::add);
      if (limit.value() != null) {
        names.add(limit.value());
      }
      for (String name : names) {
        groups.add(new Group(place, limit, name));
      }
    }
  }

  /**
   * Returns the ids selected, most uncertain first.
   *
   * @param settings with at least one limit
   * @param ranking the whole of it
   */
  public static List<String> selection(
      QuerySettings settings, List<QueryCandidate> ranking, List<RememberedImage> remembered) {
    double sr = settings.resampling().sr();
    double deepest = Math.ceil(Math.max(sr, settings.resampling().maxSr()) * settings.budget());
    List<QueryCandidate> fresh = new ArrayList<>();
    for (QueryCandidate candidate : ranking.subList(0, (int) Math.min(deepest, ranking.size()))) {
      float[] vector = candidate.shortlisted().vector();
      if (remembered.stream()
          .noneMatch(image -> Cosine.dot(vector, image.vector()) >= settings.memory().cosine())) {
        fresh.add(candidate);
      }
    }
    double size = Math.ceil(sr * settings.budget());
    NaiveLimits attempt;
    boolean wantsMore;
    do {
      attempt = new NaiveLimits(settings, fresh.subList(0, (int) Math.min(size, fresh.size())));
      wantsMore = attempt.choose();
      size *= 2;
    } while (wantsMore && attempt.shortlist.size() < fresh.size());
    List<QueryCandidate> selected = attempt.selection;
    return ranking.stream().filter(selected::contains).map(QueryCandidate::imageId).toList();
  }

  /** Returns whether more candidates could fill the budget, a named minimum or the resampler. */
  private boolean choose() {
    resample();
    groups.forEach(this::meetMinimum);
    fill(candidate -> full(candidate).isEmpty());
    boolean misses = selection.size() < settings.budget();
    for (Group group : groups) {
      misses |= group.limit().value() != null && group.count(selection) < group.limit().min();
    }
    if (settings.relaxLimits()) {
      for (int last = settings.limits().size() - 1; last >= 0; last--) {
        int givesWay = last;
        fill(
            candidate ->
                full(candidate).stream().allMatch(exceeded -> exceeded.place() >= givesWay));
      }
    }
    return misses || resamplerWantsMore;
  }

  /** Of every group that exceeds its maximum, only what was chosen first goes on to compete. */
  private void resample() {
    Resampler resampler =
        Resamplers.named(settings.resampling().resampler(), settings.resampling().settings());
    List<QueryCandidate> competing = shortlist;
    for (int pass = 1; pass <= 8; pass++) {
      Resampling resampling =
          resampler.resample(
              new Shortlist(competing.stream().map(QueryCandidate::shortlisted).toList()),
              settings.budget());
      resamplerWantsMore = resampling.wantsMore();
      Set<String> chosen = new HashSet<>();
      resampling.decisions().stream()
          .filter(CandidateDecision::selected)
          .forEach(decision -> chosen.add(decision.imageId()));
      selection = new ArrayList<>();
      Set<Group> exceeded = new HashSet<>();
      for (QueryCandidate candidate : competing) {
        if (chosen.contains(candidate.imageId())) {
          List<Group> full = full(candidate);
          exceeded.addAll(full);
          if (full.isEmpty()) {
            selection.add(candidate);
          }
        }
      }
      if (exceeded.isEmpty()) {
        return;
      }
      competing =
          competing.stream()
              .filter(
                  candidate ->
                      selection.contains(candidate)
                          || exceeded.stream().noneMatch(group -> group.has(candidate)))
              .toList();
    }
  }

  private void meetMinimum(Group group) {
    for (QueryCandidate candidate : shortlist) {
      boolean serves = group.has(candidate) && !selection.contains(candidate);
      if (serves && group.count(selection) < wanted(group)) {
        List<QueryCandidate> with = withRoomFor(candidate, group);
        if (with != null) {
          with.add(candidate);
          selection = with;
        }
      }
    }
  }

  /** Of every group no more is wanted than there is. */
  private long wanted(Group group) {
    int min = group.limit().min();
    return group.limit().value() != null ? min : Math.min(min, group.count(shortlist));
  }

  /** Returns the selection, without its least uncertain image to spare if one must go, or null. */
  private List<QueryCandidate> withRoomFor(QueryCandidate candidate, Group wanting) {
    if (selection.size() < settings.budget() && full(candidate).isEmpty()) {
      return new ArrayList<>(selection);
    }
    for (int i = shortlist.size() - 1; i >= 0; i--) {
      QueryCandidate other = shortlist.get(i);
      if (!selection.contains(other) || wanting.has(other)) {
        continue;
      }
      List<QueryCandidate> without = new ArrayList<>(selection);
      without.remove(other);
      boolean admitted = groups.stream().noneMatch(group -> isFull(group, candidate, without));
      boolean needed =
          groups.stream()
              .anyMatch(
                  group ->
                      group.has(other)
                          && !group.has(candidate)
                          && group.count(without) < wanted(group));
      if (admitted && !needed) {
        return without;
      }
    }
    return null;
  }

  private void fill(Predicate<QueryCandidate> admitted) {
    for (QueryCandidate candidate : shortlist) {
      if (selection.size() < settings.budget()
          && !selection.contains(candidate)
          && admitted.test(candidate)) {
        selection.add(candidate);
      }
    }
  }

  /** Returns the groups that have no room for the candidate. */
  private List<Group> full(QueryCandidate candidate) {
    return groups.stream().filter(group -> isFull(group, candidate, selection)).toList();
  }

  private static boolean isFull(
      Group group, QueryCandidate candidate, List<QueryCandidate> images) {
    Integer max = group.limit().max();
    return max != null && group.has(candidate) && group.count(images) >= max;
  }
}
