package io.winnow.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.schemas.PartitionCounts;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RankReport;
import io.winnow.schemas.RankedCandidate;
import java.util.List;
import java.util.Map;

/** A round of two partitions that one of them has ranked for. */
final class HalfRankedRound {

  private HalfRankedRound() {}

  /** The driver has one partition; what is sent to the other, it hears a second time. */
  static TopologyFixture open() {
    TopologyFixture winnow = new TopologyFixture(2);
    winnow.setPolicy(winnow.policy());
    winnow.candidate("b", 0.5); // belongs to partition 0 of 2
    winnow.request("r1");
    assertThat(winnow.deadLetters()).isEmpty();
    assertThat(winnow.read(winnow.topics.rounds())).isEmpty();
    return winnow;
  }

  static PoolReport ranking(int partition, long round, int chunk, int chunks) {
    return new PoolReport(
        partition, round, ranking(chunk, chunks, Map.of("winnow.scores", "0".repeat(64))));
  }

  static RankReport ranking(int chunk, int chunks, Map<String, String> digests) {
    List<RankedCandidate> none = List.of();
    return new RankReport(
        chunk,
        chunks,
        none,
        Map.of("winnow.scores", 0L),
        digests,
        new PartitionCounts(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
        List.of(),
        List.of());
  }
}
