package io.winnow.cli.round;

import io.winnow.cli.console.CommandException;
import io.winnow.cli.kafka.Cluster;
import io.winnow.cli.kafka.PoolName;
import io.winnow.schemas.RoundClosed;
import picocli.CommandLine.Option;

/** Which closed round of which pool a command is about. */
final class ClosedRoundOptions {

  @Option(names = "--pool", required = true, converter = PoolName.class, description = "The pool.")
  private String pool;

  @Option(names = "--round", paramLabel = "N", description = "The round (default: the latest).")
  private Long round;

  /**
   * The manifest of the round.
   *
   * @throws CommandException if the pool has no such round
   */
  RoundClosed find(Cluster cluster) {
    return RoundLog.find(cluster, pool, round);
  }
}
