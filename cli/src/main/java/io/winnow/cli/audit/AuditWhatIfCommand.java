package io.winnow.cli.audit;

import io.winnow.audit.PoolAudit;
import io.winnow.audit.ReplayedRound;
import io.winnow.audit.RoundRecords;
import io.winnow.audit.WhatIf;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.UsageException;
import io.winnow.cli.policy.SelectionFlags;
import io.winnow.schemas.PoolPolicy;
import io.winnow.selection.round.ClosedRound;
import io.winnow.streams.mapping.PolicyMapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow audit what-if}. */
@Command(
    name = "what-if",
    description = {
      "Decide rounds of the past by another policy and show both outcomes side by side.",
      "Every round is taken as it was found, with the images that the real rounds before it had"
          + " taken. Writes nothing to Kafka."
    })
final class AuditWhatIfCommand implements Callable<Integer> {

  @Mixin private Replay replay;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Images selected per round (default: the round's).")
  private Integer budget;

  @ArgGroup(validate = false)
  private SelectionFlags selection = new SelectionFlags();

  @Option(names = "--json", description = "Print the comparison as a JSON array.")
  private boolean json;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "A file of 'winnow audit export' instead of the topics.")
  private Path bundle;

  @Mixin private AuditSource source;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return source.open(
        bundle,
        audited -> {
          List<WhatIf> comparisons = new ArrayList<>();
          for (String pool : audited.pools()) {
            List<ClosedRound> earlier = new ArrayList<>();
            replay.run(
                pool,
                audited.named(new PoolAudit(pool, audited.source(), audited.topics())),
                spec.commandLine().getErr(),
                Optional.of(
                    (written, round) -> {
                      if (written.manifest().getAborted() == null
                          && replay.covers(round.opened().round())) {
                        comparisons.add(compare(written, round, earlier));
                      }
                      earlier.add(round.decided().round());
                    }),
                verdict -> {});
          }
          if (json) {
            spec.commandLine().getOut().println(JsonText.of(WhatIfText.toJson(comparisons)));
          } else {
            comparisons.forEach(one -> WhatIfText.table(one).print(spec.commandLine().getOut()));
          }
          return 0;
        });
  }

  private WhatIf compare(RoundRecords written, ReplayedRound round, List<ClosedRound> earlier) {
    PoolPolicy.Builder draft = PoolPolicy.newBuilder(PolicyMapping.toAvro(round.opened().policy()));
    selection.applyTo(draft);
    int size = budget == null ? round.opened().budget() : budget;
    draft.setBudget(size);
    try {
      return WhatIf.of(round, PolicyMapping.fromAvro(draft.build()), size, earlier);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
