package io.winnow.cli.round;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.TopicReader;
import io.winnow.schemas.RoundClosed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The manifests that the rounds topic holds. */
final class RoundLog {

  private final List<RoundClosed> rounds = new ArrayList<>();

  private RoundLog() {}

  /**
   * Reads the topic.
   *
   * @param pool only this pool, or null for all
   */
  static RoundLog read(Cluster cluster, String pool) {
    RoundLog log = new RoundLog();
    try (TopicReader<RoundClosed> reader = new TopicReader<>(cluster, cluster.catalog().rounds())) {
      reader.readAll(
          (key, round) -> {
            if (pool == null || round.getPool().equals(pool)) {
              log.rounds.add(round);
            }
          });
    }
    log.rounds.sort(
        Comparator.comparing(RoundClosed::getPool).thenComparingLong(RoundClosed::getRound));
    return log;
  }

  /** By pool, then by number. */
  List<RoundClosed> all() {
    return List.copyOf(rounds);
  }

  /**
   * One round of a pool.
   *
   * @param number null for the latest
   * @throws CommandException if there is none
   */
  static RoundClosed find(Cluster cluster, String pool, Long number) {
    List<RoundClosed> rounds = read(cluster, pool).rounds;
    if (rounds.isEmpty()) {
      throw new CommandException("pool " + pool + " has no closed round");
    }
    RoundClosed latest = rounds.get(rounds.size() - 1);
    if (number == null) {
      return latest;
    }
    return rounds.stream()
        .filter(round -> round.getRound() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    "pool "
                        + pool
                        + " has no closed round "
                        + number
                        + ", the latest is "
                        + latest.getRound()));
  }

  /** Whether a record of this pool and round number belongs to the round. */
  static boolean isOf(RoundClosed closed, String pool, long round) {
    return closed.getPool().equals(pool) && closed.getRound() == round;
  }
}
