package io.winnow.selection.round;

import io.winnow.selection.round.PoolReport.RankReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The best candidates of all partitions, exactly: each reported as many of its best as count. */
final class GlobalRanking {

  private record Reported(RankedCandidate candidate, int partition) {}

  private final List<Reported> best = new ArrayList<>();

  /**
   * @param rankings all ranking reports of a round
   * @param depth how many candidates of all may be looked at
   */
  GlobalRanking(List<RankReport> rankings, int depth) {
    List<Reported> all = new ArrayList<>();
    for (RankReport report : rankings) {
      report
          .candidates()
          .forEach(candidate -> all.add(new Reported(candidate, report.partition())));
    }
    all.sort((a, b) -> RankedCandidate.ORDER.compare(a.candidate(), b.candidate()));
    best.addAll(all.subList(0, Math.min(depth, all.size())));
  }

  int size() {
    return best.size();
  }

  /** Returns how many of the first {@code depth} each partition reported. */
  int[] slices(int depth, int partitions) {
    int[] slices = new int[partitions];
    best.stream().limit(depth).forEach(reported -> slices[reported.partition()]++);
    return slices;
  }

  /** Returns which partition reported each image. */
  Map<String, Integer> partitions() {
    Map<String, Integer> partitions = new HashMap<>();
    best.forEach(reported -> partitions.put(reported.candidate().imageId(), reported.partition()));
    return partitions;
  }
}
