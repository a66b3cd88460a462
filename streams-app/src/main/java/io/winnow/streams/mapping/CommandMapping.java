package io.winnow.streams.mapping;

import io.winnow.schemas.TriggerKind;
import io.winnow.selection.digest.EvidenceVersion;
import io.winnow.selection.round.PoolCommand;
import io.winnow.selection.round.PoolCommand.PolicyApplied;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolCommand.RoundSettled;
import io.winnow.selection.round.PoolCommand.Shortlisted;
import io.winnow.selection.round.RoundWindow;
import io.winnow.selection.round.Trigger;
import java.time.Instant;

/** Commands of the round protocol between Avro and the selection's own types. */
public final class CommandMapping {

  private CommandMapping() {}

  public static io.winnow.schemas.PoolCommand toAvro(PoolCommand command) {
    return new io.winnow.schemas.PoolCommand(command.pool(), command.round(), body(command));
  }

  /**
   * @throws IllegalArgumentException if the command is not valid
   */
  public static PoolCommand fromAvro(io.winnow.schemas.PoolCommand command) {
    String pool = command.getPool();
    long round = command.getRound();
    Object body = command.getCommand();
    if (body instanceof io.winnow.schemas.PolicyApplied applied) {
      return new PolicyApplied(
          pool,
          applied.getNumber(),
          applied.getPolicy() == null ? null : PolicyMapping.fromAvro(applied.getPolicy()));
    } else if (body instanceof io.winnow.schemas.RoundOpened opened) {
      return new RoundOpened(
          pool,
          round,
          PolicyMapping.fromAvro(opened.getPolicy()),
          EvidenceVersion.require(opened.getEvidenceVersion()),
          opened.getBudget(),
          opened.getDepth(),
          new RoundWindow(millis(opened.getWindowStart()), millis(opened.getWindowEnd())),
          Trigger.valueOf(opened.getTrigger().name()),
          opened.getRequestId(),
          opened.getOpenedAt().toEpochMilli());
    } else if (body instanceof io.winnow.schemas.Shortlisted shortlisted) {
      return new Shortlisted(
          pool,
          round,
          shortlisted.getPage(),
          shortlisted.getFrom(),
          shortlisted.getTo(),
          shortlisted.getSample());
    } else if (body instanceof io.winnow.schemas.RoundSettled settled) {
      Long first = settled.getFirst();
      return new RoundSettled(pool, round, first == null ? round : first, settled.getSelected());
    }
    throw new IllegalArgumentException("unknown kind of command " + body);
  }

  private static Object body(PoolCommand command) {
    if (command instanceof PolicyApplied applied) {
      return new io.winnow.schemas.PolicyApplied(
          applied.policy() == null ? null : PolicyMapping.toAvro(applied.policy()),
          applied.number());
    } else if (command instanceof RoundOpened opened) {
      return new io.winnow.schemas.RoundOpened(
          PolicyMapping.toAvro(opened.policy()),
          opened.evidenceVersion(),
          opened.budget(),
          opened.depth(),
          instant(opened.window().start()),
          instant(opened.window().end()),
          TriggerKind.valueOf(opened.trigger().name()),
          opened.requestId(),
          Instant.ofEpochMilli(opened.openedAt()));
    } else if (command instanceof Shortlisted shortlisted) {
      return new io.winnow.schemas.Shortlisted(
          shortlisted.page(), shortlisted.from(), shortlisted.to(), shortlisted.sample());
    } else if (command instanceof RoundSettled settled) {
      return new io.winnow.schemas.RoundSettled(
          settled.selected(), settled.first() == settled.round() ? null : settled.first());
    }
    throw new IllegalArgumentException("unknown kind of command " + command);
  }

  static Instant instant(Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  static Long millis(Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }
}
