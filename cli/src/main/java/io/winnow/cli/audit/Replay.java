package io.winnow.cli.audit;

import io.winnow.audit.DiskState;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.ReplayState;
import io.winnow.audit.ReplayedRound;
import io.winnow.audit.RoundRecords;
import io.winnow.audit.RoundVerdict;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Options of replays, and a replay with its progress on standard error. */
final class Replay {

  @Option(
      names = {"--round", "--rounds"},
      paramLabel = "N|A..B",
      converter = RoundRange.Converter.class,
      description = "Only these rounds (default: all). Earlier ones are replayed all the same.")
  private RoundRange rounds = RoundRange.ALL;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Keep the state of the replay here instead of in memory, for large pools.")
  private Path workDirectory;

  /** What is done with a round while it is open at its partitions. */
  interface Visitor {
    void visit(RoundRecords written, ReplayedRound round);
  }

  /** Whether a round is asked for. */
  boolean covers(long round) {
    return round >= rounds.first() && round <= rounds.last();
  }

  /**
   * Replays the rounds.
   *
   * @param visitor sees every round, also the earlier ones; empty: an interrupted replay resumes
   * @return how many records were read
   * @throws CommandException if the pool has no such round
   */
  long run(
      String pool,
      PoolAudit audit,
      PrintWriter err,
      Optional<Visitor> visitor,
      Consumer<RoundVerdict> verdicts) {
    long last = Math.min(rounds.last(), audit.lastRound());
    if (rounds.first() > last) {
      throw new CommandException(
          "pool "
              + pool
              + " has no closed round "
              + rounds.first()
              + ", the latest is "
              + audit.lastRound());
    }
    long[] read = {0};
    try (ReplayState state = state(pool);
        Progress progress = new Progress("replay " + pool, " records", audit.records(last), err)) {
      PoolAudit.Listener listener =
          new PoolAudit.Listener() {
            @Override
            public void folded(long records) {
              read[0] += records;
              progress.stepTo(read[0]);
            }

            @Override
            public boolean needsEveryRound() {
              return visitor.isPresent();
            }

            @Override
            public void resumed(long round) {
              err.printf("pool %s: resumed after round %d%n", pool, round);
            }

            @Override
            public void replayed(RoundRecords written, ReplayedRound round) {
              visitor.ifPresent(given -> given.visit(written, round));
            }
          };
      audit.verify(rounds.first(), last, state, listener, verdicts);
      // Markers of transactions have offsets and are no records.
      progress.complete();
    }
    return read[0];
  }

  private ReplayState state(String pool) {
    return workDirectory == null
        ? ReplayState.inMemory()
        : new DiskState(workDirectory.resolve("pool-" + pool));
  }
}
