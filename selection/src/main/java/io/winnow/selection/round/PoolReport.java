package io.winnow.selection.round;

import java.util.List;
import java.util.Map;

/** What a pool partition tells the round side. */
public sealed interface PoolReport {

  String pool();

  int partition();

  /** A report that answers a command of a round, in chunks so that no record grows too large. */
  sealed interface Chunked extends PoolReport {
    long round();

    /** Number of this chunk, from 0. */
    int chunk();

    int chunks();
  }

  /**
   * Answers {@link PoolCommand.RoundOpened}.
   *
   * @param candidates in ranking order
   * @param positions offset of the last record folded in, per topic
   * @param modelVersions {@code model@version} of the candidates in this chunk
   */
  record RankReport(
      String pool,
      int partition,
      long round,
      int chunk,
      int chunks,
      List<RankedCandidate> candidates,
      Map<String, Long> positions,
      PartitionCounts counts,
      List<String> modelVersions)
      implements Chunked {}

  /**
   * Answers {@link PoolCommand.Shortlisted}.
   *
   * @param candidates in ranking order
   */
  record DescriptorReport(
      String pool,
      int partition,
      long round,
      int page,
      int chunk,
      int chunks,
      List<DescribedCandidate> candidates)
      implements Chunked {}

  /**
   * Says that candidates became eligible; feeds the count trigger.
   *
   * @param becameEligible how many ever did at this partition
   */
  record PoolGrown(String pool, int partition, long becameEligible) implements PoolReport {}
}
