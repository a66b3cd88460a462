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
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Runs the rounds of a pool again, one after another, from the records they saw. */
final class PoolReplay {

  private final List<PartitionReplay> partitions;
  private final RoundReplay rounds;

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
    partitions =
        IntStream.range(0, count)
            .mapToObj(
                number ->
                    new PartitionReplay(
                        pool, number, source, topics, state.partition(number), folded))
            .toList();
    rounds = new RoundReplay(pools());
  }

  /**
   * Folds what the round saw and decides it.
   *
   * @param recorded manifest of the round
   * @param previousDigest of the manifest before it, or null
   * @throws ReplayException if the records do not make a round
   */
  ReplayedRound next(RoundClosed recorded, String previousDigest) {
    RoundOpened opened = null;
    for (int number = 0; number < partitions.size(); number++) {
      RoundOpened here =
          fold(partitions.get(number), recorded.getRound(), through(recorded, number));
      if (here == null) {
        throw new ReplayException(
            "partition " + number + " has no command that opened the round within its offsets");
      }
      if (opened != null && !opened.equals(here)) {
        throw new ReplayException(
            "partitions 0 and " + number + " were told to open the round in different ways");
      }
      opened = here;
    }
    try {
      return new ReplayedRound(
          opened,
          rounds.decide(opened, previousDigest, recorded.getSoftwareVersion()),
          partitions.stream().map(PartitionReplay::settled).filter(Objects::nonNull).toList(),
          pools());
    } catch (IllegalStateException e) {
      throw new ReplayException("the round cannot be decided: " + e.getMessage(), e);
    }
  }

  private static RoundOpened fold(
      PartitionReplay partition, long round, Map<String, Long> through) {
    try {
      return partition.fold(round, through);
    } catch (IllegalStateException e) {
      throw new ReplayException("the commands break the protocol: " + e.getMessage(), e);
    }
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
