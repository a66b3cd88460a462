package io.winnow.integration;

import io.winnow.schemas.DescriptorReport;
import io.winnow.schemas.PoolCommand;
import io.winnow.schemas.PoolReport;
import io.winnow.schemas.RankReport;
import io.winnow.schemas.RoundOpened;
import io.winnow.schemas.Shortlisted;

/** How far a round is when an instance is killed: the last step of it that is readable. */
enum KillPoint {
  OPENED(RoundOpened.class),
  RANKED(RankReport.class),
  SHORTLISTED(Shortlisted.class),
  DESCRIBED(DescriptorReport.class);

  private final Class<?> step;

  KillPoint(Class<?> step) {
    this.step = step;
  }

  /** Waits until the round has come so far. */
  void await(int round, TopicTail<PoolCommand> commands, TopicTail<PoolReport> reports) {
    String what = "round " + round + " " + this;
    if (this == OPENED || this == SHORTLISTED) {
      commands.awaitUntil(
          what,
          all ->
              all.stream()
                  .anyMatch(one -> one.getRound() == round && step.isInstance(one.getCommand())));
    } else {
      reports.awaitUntil(
          what,
          all ->
              all.stream()
                  .anyMatch(one -> one.getRound() == round && step.isInstance(one.getReport())));
    }
  }
}
