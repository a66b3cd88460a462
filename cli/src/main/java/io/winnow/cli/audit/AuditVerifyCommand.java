package io.winnow.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.audit.DiskState;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RecordSource;
import io.winnow.audit.ReplayState;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.Progress;
import io.winnow.schemas.topic.TopicCatalog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow audit verify}. */
@Command(
    name = "verify",
    description = {
      "Replay rounds from the records they saw and compare everything that was written of them:"
          + " inputs, decisions, annotation requests, manifest and the chain of manifests.",
      "Writes nothing to Kafka."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every round verified",
      "1:a round differs, or the audit failed; one line says why",
      "2:a round cannot be verified, or wrong usage"
    })
final class AuditVerifyCommand implements Callable<Integer> {

  private static final int UNVERIFIABLE_EXIT = 2;

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

  @Option(names = "--json", description = "Print the verdicts as a JSON array.")
  private boolean json;

  @Mixin private AuditSource source;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return source.open(
        (records, topics, pools) -> {
          List<RoundVerdict> verdicts = new ArrayList<>();
          for (String pool : pools) {
            verify(pool, records, topics, verdicts);
          }
          if (json) {
            spec.commandLine().getOut().println(JsonText.of(toJson(verdicts)));
          }
          return exitCode(verdicts);
        });
  }

  private void verify(
      String pool, RecordSource records, TopicCatalog topics, List<RoundVerdict> verdicts) {
    PoolAudit audit = new PoolAudit(pool, records, topics);
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
    PrintWriter out = spec.commandLine().getOut();
    long[] read = {0};
    long start = System.nanoTime();
    try (ReplayState state = state();
        Progress progress =
            new Progress(
                "replay " + pool, " records", audit.records(last), spec.commandLine().getErr())) {
      audit.verify(
          rounds.first(),
          last,
          state,
          more -> {
            read[0] += more;
            progress.stepTo(read[0]);
          },
          verdict -> {
            verdicts.add(verdict);
            if (!json) {
              out.println(text(verdict));
              out.flush();
            }
          });
    }
    if (!json) {
      out.printf(
          "pool %s: %d records replayed, %s%n",
          pool, read[0], Progress.rate(read[0], "records", System.nanoTime() - start));
    }
  }

  private ReplayState state() {
    return workDirectory == null ? ReplayState.inMemory() : new DiskState(workDirectory);
  }

  private static String text(RoundVerdict verdict) {
    StringBuilder text = new StringBuilder();
    text.append("pool ").append(verdict.pool()).append(" round ").append(verdict.round());
    text.append(": ").append(verdict.verdict());
    verdict
        .findings()
        .forEach(finding -> text.append(System.lineSeparator()).append("  ").append(finding));
    return text.toString();
  }

  private static ArrayNode toJson(List<RoundVerdict> verdicts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (RoundVerdict verdict : verdicts) {
      ObjectNode node = array.addObject();
      node.put("pool", verdict.pool());
      node.put("round", verdict.round());
      node.put("level", verdict.level().name());
      node.put("verdict", verdict.verdict().name());
      verdict.findings().forEach(node.putArray("findings")::add);
    }
    return array;
  }

  private static int exitCode(List<RoundVerdict> verdicts) {
    if (verdicts.stream().anyMatch(one -> one.verdict() == Verdict.DIFFERENT)) {
      return 1;
    }
    return verdicts.stream().allMatch(one -> one.verdict() == Verdict.VERIFIED)
        ? 0
        : UNVERIFIABLE_EXIT;
  }
}
