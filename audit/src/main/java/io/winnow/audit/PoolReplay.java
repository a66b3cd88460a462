package io.winnow.audit;

import io.winnow.schemas.RoundAborted;
import io.winnow.schemas.RoundClosed;
import io.winnow.schemas.topic.TopicCatalog;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolPartition;
import io.winnow.selection.round.RefusedException;
import io.winnow.selection.round.RoundReplay;
import io.winnow.streams.mapping.ManifestMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs the rounds of a pool again, one after another, from the records they saw. Partitions share
 * nothing before a round is decided, so they are folded side by side, one per core.
 */
final class PoolReplay {

  private final List<PartitionReplay> partitions;
  private final RoundReplay rounds;
  private final String commandTopic;
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
    commandTopic = topics.poolCommands().name();
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
    Set<Integer> answered = answered(recorded);
    RoundOpened opened = opened(recorded, answered);
    try {
      return new ReplayedRound(
          opened,
          decide(recorded, opened, answered, previousDigest),
          partitions.stream().map(PartitionReplay::settled).filter(Objects::nonNull).toList(),
          pools());
    } catch (RefusedException | IllegalStateException | IllegalArgumentException e) {
      throw new ReplayException("the round cannot be decided: " + e.getMessage(), e);
    }
  }

  /** Says what may be the reason where a round comes out differently. */
  Optional<String> doubt() {
    return decoder.doubt();
  }

  private RoundReplay.Decided decide(
      RoundClosed recorded, RoundOpened opened, Set<Integer> answered, String previousDigest) {
    RoundAborted aborted = recorded.getAborted();
    return aborted == null
        ? rounds.decide(opened, previousDigest, recorded.getSoftwareVersion())
        : rounds.abort(
            opened,
            answered,
            ManifestMapping.abort(aborted),
            previousDigest,
            recorded.getSoftwareVersion());
  }

  /** Returns the partitions whose rankings the manifest counts: all, unless it was aborted. */
  private Set<Integer> answered(RoundClosed recorded) {
    return IntStream.range(0, partitions.size())
        .filter(
            number ->
                recorded.getAborted() == null
                    || through(recorded, number).containsKey(commandTopic))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Folds the partitions; returns the command that opened the round there. */
  private RoundOpened opened(RoundClosed recorded, Set<Integer> answered) {
    Map<Integer, Optional<RoundOpened>> everywhere =
        List.copyOf(answered)
            .parallelStream() // a list splits into single partitions, a set may not
            .collect(
                Collectors.toConcurrentMap(
                    Function.identity(), number -> fold(partitions.get(number), recorded, number)));
    RoundOpened first = null;
    for (int number : answered) {
      RoundOpened opened =
          everywhere
              .get(number)
              .orElseThrow(
                  () ->
                      new ReplayException(
                          "partition "
                              + number
                              + " has no command that opened the round within its offsets"));
      if (first != null && !opened.equals(first)) {
        throw new ReplayException(
            "partitions "
                + answered.iterator().next()
                + " and "
                + number
                + " were told to open the round in different ways");
      }
      first = opened;
    }
    return first != null ? first : ManifestMapping.opened(recorded);
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
