package io.winnow.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.audit.PoolAudit;
import io.winnow.audit.RoundVerdict;
import io.winnow.audit.RoundVerdict.Level;
import io.winnow.audit.RoundVerdict.Verdict;
import io.winnow.cli.console.CommandException;
import io.winnow.cli.console.JsonText;
import io.winnow.cli.console.Progress;
import io.winnow.streams.signature.KeyFileException;
import io.winnow.streams.signature.ManifestVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow audit verify}. */
@Command(
    name = "verify",
    description = {
      "Replay rounds from the records they saw and compare everything that was written of them:"
          + " inputs, decisions, annotation requests, manifest and the chain of manifests.",
      "With evidence alone: the digests, the chain, and that the query set follows from the"
          + " decisions' uncertainties and the descriptors. Writes nothing to Kafka."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every round verified",
      "1:a round differs; one line says where",
      "2:a round cannot be verified, the audit failed, or wrong usage; one line says why"
    },
    exitCodeOnExecutionException = AuditVerifyCommand.UNVERIFIABLE_EXIT)
final class AuditVerifyCommand implements Callable<Integer> {

  static final int UNVERIFIABLE_EXIT = 2;

  @Parameters(
      paramLabel = "BUNDLE",
      arity = "0..1",
      description = "A file of 'winnow audit export'; then no Kafka is needed.")
  private Path bundle;

  @Mixin private Replay replay;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      converter = AuditLevel.Converter.class,
      description = {
        "full: from all that the rounds saw; evidence: from decisions and descriptors alone, where"
            + " scores have expired; auto: whichever is possible (default: ${DEFAULT-VALUE})."
      },
      defaultValue = "auto")
  private AuditLevel level;

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description =
          "Check the signatures of manifests by this Ed25519 key (X.509 in PEM); a manifest that is"
              + " not signed, or by another key, then differs.")
  private Path publicKey;

  @Option(names = "--json", description = "Print the verdicts as a JSON array.")
  private boolean json;

  @Mixin private AuditSource source;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Optional<ManifestVerifier> signatures = signatures();
    return source.open(
        bundle,
        audited -> {
          List<RoundVerdict> verdicts = new ArrayList<>();
          for (String pool : audited.pools()) {
            PoolAudit audit =
                new PoolAudit(pool, audited.source(), audited.topics(), level.level(), signatures);
            verify(pool, audited.named(audit), verdicts);
          }
          if (json) {
            spec.commandLine().getOut().println(JsonText.of(toJson(verdicts)));
          }
          return exitCode(verdicts);
        });
  }

  private Optional<ManifestVerifier> signatures() {
    try {
      return Optional.ofNullable(publicKey).map(ManifestVerifier::read);
    } catch (KeyFileException e) {
      throw new CommandException("--public-key: " + e.getMessage(), e);
    }
  }

  private void verify(String pool, PoolAudit audit, List<RoundVerdict> verdicts) {
    PrintWriter out = spec.commandLine().getOut();
    long start = System.nanoTime();
    long read =
        replay.run(
            pool,
            audit,
            spec.commandLine().getErr(),
            Optional.empty(),
            verdict -> {
              verdicts.add(verdict);
              if (!json) {
                out.println(text(verdict));
                out.flush();
              }
            });
    if (!json) {
      out.printf(
          "pool %s: %d records replayed, %s%n",
          pool, read, Progress.rate(read, "records", System.nanoTime() - start));
    }
  }

  private static String text(RoundVerdict verdict) {
    StringBuilder text = new StringBuilder();
    text.append("pool ").append(verdict.pool()).append(" round ").append(verdict.round());
    text.append(": ").append(verdict.verdict());
    if (verdict.level() == Level.EVIDENCE) {
      text.append(" (evidence only)");
    }
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
