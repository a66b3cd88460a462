package io.winnow.selection.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.selection.ledger.EncoderRef;
import io.winnow.selection.policy.EncoderPolicy;
import io.winnow.selection.round.PoolCommand.PolicyApplied;
import io.winnow.selection.round.PoolCommand.RoundOpened;
import io.winnow.selection.round.PoolReport.NextEncoder;
import io.winnow.selection.round.PoolReport.PoolGrown;
import io.winnow.selection.round.ProtocolSimulation.RoundEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Which encoder each round must use, from nothing but the order of policies and reports. */
final class NaiveEncoderSwitch {

  private EncoderPolicy encoders;
  private boolean gone;
  private final Map<Integer, NextEncoder> last = new HashMap<>();

  private NaiveEncoderSwitch() {}

  /** Checks every command that names a policy. */
  static void check(Iterable<RoundEvent> history, int partitions) {
    Map<String, NaiveEncoderSwitch> pools = new HashMap<>();
    for (RoundEvent event : history) {
      String name = event.input() == null ? event.report().pool() : event.input().pool();
      NaiveEncoderSwitch pool = pools.computeIfAbsent(name, any -> new NaiveEncoderSwitch());
      pool.take(event);
      pool.decide(partitions);
      for (AddressedCommand addressed : event.step().commands()) {
        if (addressed.command() instanceof RoundOpened opened) {
          assertThat(opened.policy().encoders().current()).isEqualTo(pool.encoder());
        } else if (addressed.command() instanceof PolicyApplied applied) {
          assertThat(applied.policy().encoders().current()).isEqualTo(pool.encoder());
          assertThat(applied.policy().encoders().next() == null)
              .isEqualTo(pool.gone || pool.encoders.next() == null);
        }
      }
    }
  }

  private void take(RoundEvent event) {
    if (event.input() != null && event.input().policy() != null) {
      EncoderPolicy ordered = event.input().policy().encoders();
      if (encoders == null
          || !encoders.current().equals(ordered.current())
          || !Objects.equals(encoders.next(), ordered.next())) {
        gone = false;
        last.clear();
      }
      encoders = ordered;
    } else if (event.report() instanceof PoolGrown grown
        && grown.nextEncoder() != null
        && grown.nextEncoder().change().equals(encoders.change())) {
      last.put(grown.partition(), grown.nextEncoder());
    }
  }

  private void decide(int partitions) {
    long described = 0;
    long byNext = 0;
    for (NextEncoder reported : last.values()) {
      described += reported.progress().described();
      byNext += reported.progress().byNext();
    }
    gone |=
        last.size() == partitions && described > 0 && byNext >= encoders.switchShare() * described;
  }

  private EncoderRef encoder() {
    return gone ? encoders.next() : encoders.current();
  }
}
