package io.winnow.selection.round;

import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolReport.DescriptorReport;
import io.winnow.selection.round.PoolReport.RankReport;
import java.util.stream.IntStream;

/**
 * How far an open round has come: which phase it is in, what each partition still owes, when the
 * partitions were asked, and whether it is to be aborted.
 */
final class OpenedRound {

  enum Phase {
    RANKING,
    DESCRIBING
  }

  private final RoundOpened opened;
  private Phase phase;
  private AwaitedAnswer[] answers;

  /** How many of the best candidates had been asked for before this page. */
  private int depthBefore;

  /** How many of the best candidates have been asked for, over all pages. */
  private int depth;

  /** Number of the page that is awaited, from 0. */
  private int page;

  private Asking asking;

  /** Why the round is to end, or null. */
  private RoundAbort abort;

  OpenedRound(
      RoundOpened opened,
      Phase phase,
      AwaitedAnswer[] answers,
      int depthBefore,
      int depth,
      int page,
      Asking asking,
      RoundAbort abort) {
    this.opened = opened;
    this.phase = phase;
    this.answers = answers.clone();
    this.depthBefore = depthBefore;
    this.depth = depth;
    this.page = page;
    this.asking = asking;
    this.abort = abort;
  }

  /** Returns a round to which every partition owes a ranking. */
  static OpenedRound ranking(RoundOpened opened, int partitions, long now) {
    AwaitedAnswer[] answers = new AwaitedAnswer[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      answers[partition] = AwaitedAnswer.owed();
    }
    return new OpenedRound(opened, Phase.RANKING, answers, 0, 0, 0, Asking.first(now), null);
  }

  /**
   * Awaits the next page of descriptors, from the partitions whose slice of it is not empty.
   *
   * @param newDepth how many of the best candidates are asked for with it
   */
  void awaitDescriptors(int[] sliceSizes, int newDepth, long now) {
    page = phase == Phase.RANKING ? 0 : page + 1;
    phase = Phase.DESCRIBING;
    depthBefore = depth;
    depth = newDepth;
    answers = new AwaitedAnswer[sliceSizes.length];
    for (int partition = 0; partition < sliceSizes.length; partition++) {
      answers[partition] = sliceSizes[partition] == 0 ? AwaitedAnswer.none() : AwaitedAnswer.owed();
    }
    asking = Asking.first(now);
  }

  /**
   * Notes that a chunk came.
   *
   * @return {@link ProtocolOutcome#APPLIED} if it was owed, {@link ProtocolOutcome#DUPLICATE} if it
   *     came before, {@link ProtocolOutcome#CLOSED} if nobody asked for it
   */
  ProtocolOutcome received(PoolReport.Chunked report) {
    if (report.round() != opened.round()) {
      return ProtocolOutcome.CLOSED;
    }
    if (report instanceof RankReport && phase == Phase.DESCRIBING) {
      return ProtocolOutcome.DUPLICATE;
    }
    if (report instanceof DescriptorReport described) {
      if (phase == Phase.RANKING || described.page() > page) {
        return ProtocolOutcome.CLOSED;
      }
      if (described.page() < page) {
        return ProtocolOutcome.DUPLICATE;
      }
    }
    return answers[report.partition()].received(report.chunk(), report.chunks());
  }

  boolean complete() {
    return IntStream.range(0, answers.length).allMatch(this::answered);
  }

  /** Whether the partition owes nothing (more) in this phase. */
  boolean answered(int partition) {
    return answers[partition].complete();
  }

  /** Ends the round as soon as all have ranked, or the time to wait for them is over. */
  void abort(RoundAbort because, long now) {
    abort = because;
    asking = Asking.first(now);
  }

  /** Notes that what is owed was asked for again. */
  void askedAgain(long now) {
    asking = asking.again(now);
  }

  RoundOpened opened() {
    return opened;
  }

  int depthBefore() {
    return depthBefore;
  }

  int depth() {
    return depth;
  }

  int page() {
    return page;
  }

  Phase phase() {
    return phase;
  }

  Asking asking() {
    return asking;
  }

  /** Why the round is to end, or null. */
  RoundAbort abort() {
    return abort;
  }

  AwaitedAnswer[] answers() {
    return answers.clone();
  }
}
