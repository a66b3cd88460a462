package io.winnow.audit;

import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolPartition;
import io.winnow.selection.round.RoundReplay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Runs the rounds of a pool again, one after another, from the records they saw. Partitions share
 * nothing before a round is decided, so they are folded side by side, one per core.
 */
final class PoolReplay {

  private final List<PartitionReplay> partitions;
  private final RoundReplay rounds;
  private final LiveDecoder decoder;

  /**
   * @param folded told how many records were read, now and then
   */
  PoolReplay(
      String pool,
      RecordSource source,
      TopicCatalog topics,
      ReplayState state,
      LongConsumer folded) {
    int count = source.partitions(topics.poolCommands().name());
    decoder = new LiveDecoder(topics, source);
    partitions =
        IntStream.range(0, count)
            .mapToObj(
                number ->
                    new PartitionReplay(
                        pool,
                        number,
                        source,
                        topics,
                        decoder,
                        state.partition(number),
                        oneByOne(folded)))
            .toList();
    ReplayState.RoundStores stores = state.rounds();
    rounds = new RoundReplay(pools(), stores.rounds(), stores.reports());
  }

  /**
   * Folds what the round saw and decides it.
   *
   * @param recorded manifest of the round
   * @param previousDigest of the manifest before it, or null
   * @throws ReplayException if the records do not make a round
   */
  ReplayedRound next(RoundClosed recorded, String previousDigest) {
    RoundOpened opened = opened(recorded);
    try {
      return new ReplayedRound(
          opened,
          rounds.decide(opened, previousDigest, recorded.getSoftwareVersion()),
          partitions.stream().map(PartitionReplay::settled).filter(Objects::nonNull).toList(),
          pools());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new ReplayException("the round cannot be decided: " + e.getMessage(), e);
    }
  }

  /** Says what may be the reason where a round comes out differently. */
  Optional<String> doubt() {
    return decoder.doubt();
  }

  /** Folds all partitions; returns the command that opened the round there. */
  private RoundOpened opened(RoundClosed recorded) {
    List<Optional<RoundOpened>> everywhere =
        IntStream.range(0, partitions.size())
            .parallel()
            .mapToObj(number -> fold(partitions.get(number), recorded, number))
            .toList();
    for (int number = 0; number < everywhere.size(); number++) {
      if (everywhere.get(number).isEmpty()) {
        throw new ReplayException(
            "partition " + number + " has no command that opened the round within its offsets");
      }
      if (!everywhere.get(number).equals(everywhere.get(0))) {
        throw new ReplayException(
            "partitions 0 and " + number + " were told to open the round in different ways");
      }
    }
    return everywhere.get(0).orElseThrow();
  }

  private static Optional<RoundOpened> fold(
      PartitionReplay partition, RoundClosed recorded, int number) {
    try {
      return Optional.ofNullable(partition.fold(recorded.getRound(), through(recorded, number)));
    } catch (IllegalStateException e) {
      throw new ReplayException("the commands break the protocol: " + e.getMessage(), e);
    }
  }

  private static LongConsumer oneByOne(LongConsumer folded) {
    return records -> {
      synchronized (folded) {
        folded.accept(records);
      }
    };
  }

  private List<PoolPartition> pools() {
    List<PoolPartition> pools = new ArrayList<>();
    partitions.forEach(partition -> pools.add(partition.partition()));
    return pools;
  }

  private static Map<String, Long> through(RoundClosed recorded, int partition) {
    Map<String, Long> through = new HashMap<>();
    recorded
        .getOffsets()
        .forEach(
            (topic, offsets) -> {
              Long offset = offsets.get(Integer.toString(partition));
              if (offset != null) {
                through.put(topic, offset);
              }
            });
    return through;
  }
}
