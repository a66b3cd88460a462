package io.winnow.selection.round;

import io.winnow.selection.ledger.EncoderProgress;
import io.winnow.selection.ledger.InputPosition;
import io.winnow.selection.policy.EncoderChange;
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

    /** Most chunks of an answer. */
    int MAX_CHUNKS = 10_000;

    /**
     * @throws IllegalArgumentException if there is no such chunk
     */
    static void check(int chunk, int chunks) {
      if (chunk < 0 || chunk >= chunks || chunks > MAX_CHUNKS) {
        throw new IllegalArgumentException("report is chunk " + chunk + " of " + chunks);
      }
    }
  }

  /**
   * Answers {@link PoolCommand.RoundOpened}.
   *
   * @param candidates in ranking order
   * @param positions how far each input topic has been folded in
   * @param modelVersions {@code model@version} of the candidates in this chunk
   * @param sample ids of the partition's sample in order of their hashes, in the first chunk only
   */
  record RankReport(
      String pool,
      int partition,
      long round,
      int chunk,
      int chunks,
      List<RankedCandidate> candidates,
      Map<String, InputPosition> positions,
      PartitionCounts counts,
      List<String> modelVersions,
      List<String> sample)
      implements Chunked {

    /**
     * @throws IllegalArgumentException if there is no such chunk
     */
    public RankReport {
      Chunked.check(chunk, chunks);
    }
  }

  /**
   * Answers {@link PoolCommand.Shortlisted}.
   *
   * @param candidates in ranking order
   * @param sample what was asked for of the partition's sample, in chunks of its own
   */
  record DescriptorReport(
      String pool,
      int partition,
      long round,
      int page,
      int chunk,
      int chunks,
      List<DescribedCandidate> candidates,
      List<SampledImage> sample)
      implements Chunked {

    /**
     * @throws IllegalArgumentException if there is no such chunk or page
     */
    public DescriptorReport {
      Chunked.check(chunk, chunks);
      if (page < 0) {
        throw new IllegalArgumentException("report is of page " + page);
      }
    }
  }

  /**
   * An image of the pool's sample.
   *
   * @param vector its descriptor; not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record SampledImage(String imageId, float[] vector) {}

  /**
   * Says, unasked, what changed in the pool: candidates became eligible, which feeds the count
   * trigger, or the next encoder described images.
   *
   * @param becameEligible how many ever did at this partition
   * @param nextEncoder null where the pool stays with its encoder
   */
  record PoolGrown(String pool, int partition, long becameEligible, NextEncoder nextEncoder)
      implements PoolReport {}

  /**
   * How far the next encoder has come at a partition.
   *
   * @param change of encoders that it is about: a policy may have replaced it meanwhile
   */
  record NextEncoder(EncoderChange change, EncoderProgress progress) {}
}
