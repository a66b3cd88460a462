package io.winnow.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.audit.DiskState;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.ReplayedRound;
import io.winnow.audit.RoundRecords;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumedAuditTest {

  @TempDir private Path directory;

  @Test
  void shouldGoOnAfterTheLastSavedRound() {
    Recorder whole = verify(Bundles.AUDITED, directory.resolve("other"), new Recorder());
    interruptAtRound(3);

    Recorder resumed = verify(Bundles.AUDITED, directory, new Recorder());

    assertThat(resumed.resumedAfter).containsExactly(2L);
    assertThat(resumed.replayed).containsExactly(3L, 4L);
    assertThat(resumed.verdicts).isEqualTo(whole.verdicts).hasSize(Bundles.ROUNDS);
    assertThat(resumed.verdicts).extracting(RoundVerdict::verdict).containsOnly(Verdict.VERIFIED);
    assertThat(resumed.records).isLessThan(whole.records);
  }

  @Test
  void shouldBeginAnewWhenThereIsNothingToResume() {
    interruptAtRound(3);
    verify(Bundles.AUDITED, directory, new Recorder());

    Recorder again = verify(Bundles.AUDITED, directory, new Recorder());

    assertThat(again.resumedAfter).isEmpty();
    assertThat(again.replayed).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void shouldBeginAnewWhereEveryRoundIsLookedAt() {
    interruptAtRound(3);

    Recorder all =
        verify(
            Bundles.AUDITED,
            directory,
            new Recorder() {
              @Override
              public boolean needsEveryRound() {
                return true;
              }
            });

    assertThat(all.replayed).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void shouldBeginAnewOnOtherTopics() throws IOException {
    interruptAtRound(3);
    Path other =
        Bundles.forge(
            Bundles.AUDITED,
            directory.resolve("other.zip"),
            Bundles.entryWithRecords("rounds"),
            Bundles.records(
                manifests -> {
                  manifests.remove(1);
                  return manifests;
                }));

    assertThat(verify(other, directory, new Recorder()).resumedAfter).isEmpty();
  }

  private void interruptAtRound(long round) {
    Recorder interrupted =
        new Recorder() {
          @Override
          public void accept(RoundVerdict verdict) {
            if (verdict.round() == round) {
              throw new IllegalStateException("interrupted");
            }
          }
        };
    assertThatThrownBy(() -> verify(Bundles.AUDITED, directory, interrupted))
        .hasMessage("interrupted");
  }

  private static Recorder verify(Path bundle, Path directory, Recorder recorder) {
    try (BundleSource source = BundleSource.open(bundle);
        DiskState state = new DiskState(directory)) {
      new PoolAudit(Bundles.POOL, source, source.topics())
          .verify(1, Bundles.ROUNDS, state, recorder, recorder);
    }
    return recorder;
  }

  private static class Recorder implements PoolAudit.Listener, Consumer<RoundVerdict> {

    private final List<RoundVerdict> verdicts = new ArrayList<>();
    private final List<Long> replayed = new ArrayList<>();
    private final List<Long> resumedAfter = new ArrayList<>();
    private long records;

    @Override
    public void accept(RoundVerdict verdict) {
      verdicts.add(verdict);
    }

    @Override
    public void folded(long more) {
      records += more;
    }

    @Override
    public void resumed(long round) {
      resumedAfter.add(round);
    }

    @Override
    public void replayed(RoundRecords written, ReplayedRound round) {
      replayed.add(round.opened().round());
    }
  }
}
